import type { RoomId } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { opened } from '../testing/line-mode.ts';
import { MemoryDrafts } from '../testing/memory-drafts.ts';

/** Line mode with a second room, `cats`, which was shown last. */
async function openedInCats(terminal: boolean) {
  const drafts = new MemoryDrafts();
  drafts.lastRoom = 'cats';
  const chat = await opened(['hello'], { terminal, given: { drafts } });
  await chat.hears('Connected');
  const header = { kind: 'public', name: 'cats', topic: '', history: 'shared', owners: [], members: 2, messages: 0 };
  const events = [{ room: 'cats', seq: 1, id: 'e1', author: 'ada', at: 1, type: 'member-joined' }];
  const batch = { room: 'cats', after: 0, head: 1, jump: 'new', header: { ...header, asOf: 1 }, events };
  chat.server.push({ type: 'events', ...batch } as never);
  await eventually(() => chat.client.getSnapshot().rooms.includes('cats' as RoomId));
  return { ...chat, drafts };
}

test('at a terminal it opens in the room of the last time, and remembers which one is shown', async () => {
  const chat = await openedInCats(true);
  await chat.hears('cats> ');
  chat.type('/room general\r');
  await eventually(() => chat.drafts.lastRoom === 'general');
  chat.type('/quit\r');
  await chat.outcome;
});

test('the lines of a pipe go to #general, whatever was shown last, and change nothing of that', async () => {
  const chat = await openedInCats(false);
  chat.type('for all\n/room cats\n/room general\n');
  chat.end();
  await chat.outcome;
  const said = chat.server.seen.flatMap((frame) => (frame.type === 'message.send' ? [frame.room] : []));
  expect(said).toEqual(['general']);
  expect(chat.drafts.lastRoom).toBe('cats');
});
