import { starChange } from '@securechat/client';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../settings/table.ts';
import { aChat, aMessage, aRoom, keeps, room } from '../../testing/values.ts';
import { showRoomAt, stepRoom } from '../actions/going.ts';
import type { ServersPort } from '../chat-context.ts';
import { choicesOf } from './choices.ts';
import { initialUi, reduceUi } from './ui-state.ts';
import type { View } from './view.ts';

/** A screen with three rooms, of which #cats has the newest message and #dogs is a favourite. */
function screen(sort: 'name' | 'recent') {
  const said = (name: string, minutes: number) => aRoom(name, [aMessage(1, 'bob', 'hi', minutes * 60_000)]);
  const chat = aChat([said('general', 1), said('birds', 2), said('cats', 3), said('dogs', 0)], {
    userState: keeps(starChange(room('dogs'), true)),
  });
  const ui = initialUi(room('general'));
  const here = { name: 'fake', chat, ui, keeps: false };
  const servers = { here, open: [here], stored: [] };
  const settings = { ...defaultSettings, sort };
  const view: View = {
    ui,
    chat,
    size: { columns: 80, rows: 24 },
    serverName: 'fake',
    servers,
    nowMs: 0,
    settings,
  };
  const gone: string[] = [];
  const port: Pick<ServersPort, 'now' | 'go'> = {
    now: () => servers,
    go: async (_, to) => {
      gone.push(to ?? '');
      return { ok: true, value: undefined };
    },
  };
  const context = { view: () => view, servers: port, dispatch: () => {}, showStatus: () => {} } as never;
  return { chat, ui, servers, context, gone };
}

test('keys step through the rooms in the order of the list: favourites first, then as the setting says', () => {
  const byName = screen('name');
  for (let i = 1; i <= 4; i++) showRoomAt(byName.context, i);
  expect(byName.gone).toEqual(['dogs', 'general', 'birds', 'cats']);
  const recent = screen('recent');
  for (let i = 1; i <= 4; i++) showRoomAt(recent.context, i);
  stepRoom(recent.context, -1);
  expect(recent.gone).toEqual(['dogs', 'cats', 'birds', 'general', 'birds']);
});

test('the switcher begins with the rooms with the newest messages, and ends with the shown one', () => {
  const { chat, ui } = screen('name');
  const open = reduceUi(ui, { kind: 'picker-opened', of: 'switcher', text: '' });
  const rooms = choicesOf({ ui: open, chat }).flatMap(({ leads }) => (leads.to === 'room' ? [leads.room] : []));
  expect(rooms).toEqual(['cats', 'birds', 'dogs', 'general']);
});
