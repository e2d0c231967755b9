import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';
import { room as aRoomId } from '../../testing/values.ts';

type Chat = Awaited<ReturnType<typeof openChat>>;

const message = (room: string, seq: number, text: string) => {
  const base = { room, seq, id: `${room}${seq}`, author: 'bob', at: seq * 1000, type: 'message', n: seq };
  return { ...base, body: { kind: 'text', text } } as never;
};

/** Sends the messages 1 to 60 of another room; the one at `seq` mentions ada. */
function addRoom(chat: Chat, name: string, seq: number): void {
  const events = Array.from({ length: 60 }, (_, i) =>
    message(name, i + 1, i + 1 === seq ? `look here, @ada` : `line ${i + 1}.`),
  );
  chat.server.push({ type: 'events', room: aRoomId(name), after: 0, head: 60, jump: 'new', events });
}

const listed = (chat: Chat) =>
  chat
    .screen()
    .split('\n')
    .filter((line) => /^[> ] #/.test(line));

test('/mentions lists them over all rooms, and Enter goes to the message there', async () => {
  await using chat = await openChat(['hello', 'this is for @ada', 'bye']);
  addRoom(chat, 'cats', 7);
  chat.server.answers = {
    'mention.list': {
      type: 'mentions',
      events: [message('cats', 7, 'look here, @ada'), message('general', 2, 'this is for @ada')],
    },
  };
  chat.enter('/mentions');
  expect(chat.screen()).toContain('loading…');
  await eventually(() => listed(chat).length === 2);
  expect(listed(chat)[0]).toMatch(/^> #cats .* bob: look here, @ada/);
  expect(listed(chat)[1]).toMatch(/^ {2}#general .* bob: this is for @ada/);
  expect(chat.screen()).not.toContain('loading…');
  chat.key('enter');
  await eventually(() => chat.ui().room === 'cats' && chat.screen().includes('look here, @ada'));
  expect(chat.screen()).toContain('line 6.');
  expect(chat.screen()).not.toContain('line 60.');
});

test('what is typed narrows the list', async () => {
  await using chat = await openChat(['one @ada', 'two @ada', 'nothing']);
  chat.enter('/mentions TWO');
  await eventually(() => listed(chat).length === 1);
  expect(listed(chat)[0]).toContain('two @ada');
  chat.controller.press({ text: 'x' });
  expect(chat.screen()).toContain('No mentions');
});

test('a server that does not answer, and more mentions than are listed, are reported', async () => {
  await using chat = await openChat(['one @ada']);
  chat.server.refuse = { 'mention.list': { code: 'internal' } };
  chat.key('ctrl+x', 'm');
  await eventually(() => chat.screen().includes('the server did not answer'));
  chat.key('escape');
  chat.server.refuse = {};
  for (let i = 0; i < 250; i++) chat.server.happens('bob', `${i} @ada`);
  chat.key('ctrl+x', 'm');
  await eventually(() => chat.screen().includes('older: securechat mentions'));
});
