import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../settings/table.ts';
import { notificationChannel } from '../../terminal/notification-channel.ts';
import { connectedClient } from '../../testing/screen.ts';
import { aRoom, room } from '../../testing/values.ts';
import { startNotifier } from './notifications.ts';
import type { NotificationSettings } from './policy.ts';
import { terminalFocus } from './terminal-focus.ts';
import { startTitle } from './title.ts';

const foot = { TERM: 'foot' };
const notice = (text: string, title = '#general: you are mentioned') => `\u001b]777;notify;${title};bob: ${text}\u0007`;
const title = (text: string) => `\u001b]2;${text}\u0007`;

/** Notifications over a real client and an in-memory server: what is written, and which commands run. */
async function attentive(settings: NotificationSettings = defaultSettings) {
  const { server, client, clock } = await connectedClient(['@ada before']);
  const written: string[] = [];
  const ran: string[][] = [];
  const remarks: string[] = [];
  let shown: string | undefined = 'cats';
  let screenChanged = () => {};
  const focus = terminalFocus();
  const shownNow = () => (shown === undefined ? undefined : room(shown));
  const write = (bytes: string) => void written.push(bytes);
  const channel = notificationChannel({
    settings,
    variables: foot,
    write,
    run: (command, args, input, failed) => {
      ran.push([command, ...args, input]);
      failed('not\u0007found');
    },
  });
  const stopTitle = startTitle({
    clock,
    terminalFocus: focus,
    setTitle: channel.setTitle,
    follow: (changed) => {
      screenChanged = changed;
      return client.subscribe(changed);
    },
    now: () => ({
      chats: [client.getSnapshot()],
      room: shown === undefined ? undefined : aRoom(shown),
      server: undefined,
      settings: defaultSettings,
    }),
  });
  const stop = startNotifier({
    client,
    terminalFocus: focus,
    clock,
    settings: () => settings,
    channel,
    shown: shownNow,
    pace: { toldMs: Number.NEGATIVE_INFINITY },
    remark: (text) => remarks.push(text),
  });
  await client.synced();
  const says = async (...texts: string[]) => {
    for (const text of texts) server.happens('bob', text);
    await eventually(() => {
      const last = client.getSnapshot().byRoom.general?.timeline.at(-1);
      return last?.kind === 'message' && last.text?.includes(texts.at(-1) ?? '');
    });
  };
  return {
    server,
    client,
    clock,
    focus,
    ran,
    remarks,
    says,
    show: (to: string | undefined) => {
      shown = to;
      screenChanged();
    },
    notices: () => written.filter((bytes) => !bytes.startsWith('\u001b]2;')),
    titles: () => written.filter((bytes) => bytes.startsWith('\u001b]2;')),
    [Symbol.asyncDispose]: async () => {
      stop();
      stopTitle();
      await client.close();
    },
  };
}

test('a mention notifies once; the catch-up after a reconnection never does', async () => {
  await using chat = await attentive();
  await chat.says('hi @ada');
  expect(chat.notices()).toEqual([notice('hi @ada')]);
  chat.clock.advance(5000);
  chat.server.cut(1006);
  await eventually(() => chat.client.getSnapshot().link.status === 'waiting');
  chat.server.happens('bob', 'missed @ada', false);
  chat.clock.advance(60_000);
  await eventually(() => chat.client.getSnapshot().link.status === 'online');
  await chat.client.synced();
  expect(JSON.stringify(chat.client.getSnapshot().byRoom.general?.timeline.at(-1))).toContain('missed');
  expect(chat.notices()).toHaveLength(1);
  await chat.says('back @ada');
  expect(chat.notices()).toEqual([notice('hi @ada'), notice('back @ada')]);
});

test('there is at most one notification a second; it counts later messages, except those already seen', async () => {
  await using chat = await attentive();
  await chat.says('one @ada', 'two @ada', 'three, to nobody', 'four @ada');
  expect(chat.notices()).toEqual([notice('one @ada')]);
  chat.clock.advance(999);
  expect(chat.notices()).toHaveLength(1);
  chat.clock.advance(1);
  expect(chat.notices()).toEqual([notice('one @ada'), notice('four @ada', '#general: you are mentioned (and 1 more)')]);
  await chat.says('five @ada');
  chat.show('general');
  chat.clock.advance(1000);
  expect(chat.notices()).toHaveLength(2);
});

test('the shown room notifies only while the terminal has no focus, or another program has it', async () => {
  await using chat = await attentive();
  chat.show('general');
  await chat.says('seen @ada');
  expect(chat.notices()).toEqual([]);
  chat.focus.focus(false);
  await chat.says('unseen @ada');
  chat.clock.advance(1000);
  chat.focus.focus(true);
  await chat.says('seen again @ada');
  void chat.focus.away(new Promise(() => {}));
  await chat.says('in the editor @ada');
  expect(chat.notices()).toEqual([notice('unseen @ada'), notice('in the editor @ada')]);
});

test('a command gets the text in its arguments and on its stdin', async () => {
  const settings = { ...defaultSettings, notify: 'command' as const, notifyCommand: ['tell', '{title}', '{text}'] };
  await using chat = await attentive(settings);
  await chat.says('hi @ada');
  const [heading, text] = ['#general: you are mentioned', 'bob: hi @ada'];
  expect(chat.ran).toEqual([['tell', heading, text, `${heading}\n${text}\n`]]);
  expect(chat.notices()).toEqual([]);
  expect(chat.remarks.join()).toContain('(not␇found)');
});

test('the title shows the unread count and the room, and is written on changes and after another program', async () => {
  await using chat = await attentive();
  await chat.says('nothing', '@ada one', '@ada two');
  chat.clock.advance(1000);
  expect(chat.titles()).toEqual([title('SecureChat · #cats'), title('(2) SecureChat · #cats')]);
  await chat.says('nothing of interest');
  chat.clock.advance(1000);
  expect(chat.titles()).toHaveLength(2);
  chat.client.markRead(room('general'));
  chat.show('general');
  chat.clock.advance(1000);
  expect(chat.titles().slice(2)).toEqual([title('SecureChat · #general')]);
  const { promise: editing, resolve: edited } = Promise.withResolvers<void>();
  const back = chat.focus.away(editing);
  chat.show('cats');
  chat.clock.advance(1000);
  expect(chat.titles()).toHaveLength(3);
  edited();
  await back;
  expect(chat.titles().slice(3)).toEqual([title('SecureChat · #cats')]);
});
