import type { RoomEvent } from '@securechat/protocol';
import { generalRoom } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { count, opened } from '../testing/line-mode.ts';

test('a refused edit is a sentence with its text', async () => {
  const chat = await opened([]);
  await chat.hears('Connected');
  chat.server.refuse = { 'message.edit': { code: 'edit_too_late' } };
  void chat.client.change(generalRoom, { type: 'message.edit', target: 1, body: { kind: 'text', text: 'hello' } });
  await chat.hears('Edit not saved: hello. refused: edit_too_late /retry tries it again, /discard drops it.');
  chat.end();
  expect(await chat.outcome).toMatchObject({ exitCode: 0 });
});

type Chat = Awaited<ReturnType<typeof opened>>;

/** A change of the message at `target` by bob, on the server. */
function byBob(
  { server }: Chat,
  type: 'message-edited' | 'message-deleted',
  target: number,
  more: object,
  tell = true,
) {
  const { id, seq, at, room } = server.occurs('room-archived', 'bob', false);
  const event = { id, seq, at, room, author: 'bob', type, target, ...more } as unknown as RoomEvent;
  server.log[seq - 1] = event;
  if (tell) server.tell(event);
}
const body = (text: string) => ({ body: { kind: 'text', text } });

test('changes are sentences that name the message by its author and time, and never repeat a deleted text', async () => {
  const chat = await opened(['helo', 'spam']);
  await chat.hears(': spam');
  byBob(chat, 'message-edited', 1, body('hello\nworld'));
  await chat.hears(/bob, \d\d:\d\d, edited their message of \d\d:\d\d: hello\n {2}world\n/);
  byBob(chat, 'message-deleted', 2, { reason: 'not useful' });
  await chat.hears(/bob, \d\d:\d\d, deleted their message of \d\d:\d\d: not useful\n/);
  byBob(chat, 'message-edited', 99, body('x'));
  await chat.hears(/edited an earlier message: x\n/);
  expect(count(chat.out(), 'spam')).toBe(1);
  chat.type('/block bob\n');
  await chat.hears('You have blocked bob.');
  byBob(chat, 'message-edited', 1, body('of a blocked person'));
  chat.server.happens('cyd', 'last');
  await chat.hears(': last');
  expect(chat.out()).not.toContain('of a blocked person');
  chat.end();
  await chat.outcome;
});

test('what was changed during an interruption is printed again', async () => {
  const chat = await opened(['helo', 'spam', 'same']);
  await chat.hears(': same');
  chat.server.cut();
  byBob(chat, 'message-edited', 1, body('hello'), false);
  byBob(chat, 'message-deleted', 2, {}, false);
  await chat.hears('Not connected');
  chat.clock.advance(60_000);
  await chat.hears('Reconnected.');
  await chat.hears(/Changed meanwhile: bob, \d\d:\d\d: hello \(edited\)\n/);
  await chat.hears(/Changed meanwhile: bob, \d\d:\d\d: \(message deleted\)\n/);
  expect(count(chat.out(), 'same')).toBe(1);
  chat.end();
  await chat.outcome;
});

test('/edit lists numbers, and /edit and /delete change the last own message or one by its number', async () => {
  const chat = await opened(['of bob'], { terminal: true });
  await chat.hears(': of bob');
  chat.type('one\rtwo\r');
  await eventually(() => chat.server.log.length === 3 && chat.client.getSnapshot().pending.length === 0);
  chat.type('/edit\r');
  await chat.hears(
    /Your last messages \(\/edit NUMBER TEXT, \/delete NUMBER\):\r?\n3: \d\d:\d\d, “two”\r?\n2: \d\d:\d\d, “one”/,
  );
  chat.type('/edit 2 uno\r/edit dos\r');
  await chat.hears(/ada, \d\d:\d\d, edited their message of \d\d:\d\d: uno/);
  await chat.hears(/ada, \d\d:\d\d, edited their message of \d\d:\d\d: dos/);
  chat.type('/edit 3\r');
  await chat.hears('What should it say? /edit 3 TEXT');
  chat.type('/delete\r/delete 1\r');
  await chat.hears(/ada, \d\d:\d\d, deleted their message of \d\d:\d\d\./);
  await chat.hears('Only moderators and owners of a room can delete the messages of others.');
  chat.type('/quit\r');
  await chat.outcome;
});
