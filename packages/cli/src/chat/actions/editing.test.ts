import { generalRoom, ok } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { MemoryDrafts } from '../../testing/memory-drafts.ts';
import { openChat } from '../../testing/open-chat.ts';

type Chat = Awaited<ReturnType<typeof openChat>>;

/** A chat in which the user has sent these messages, which are confirmed. */
async function chatWith(said: readonly string[], given: Parameters<typeof openChat>[2] = {}): Promise<Chat> {
  const chat = await openChat(['of bob'], undefined, given);
  for (const text of said) chat.enter(text);
  await eventually(() => chat.server.log.length > said.length && chat.client.getSnapshot().pending.length === 0);
  return chat;
}

const type = (chat: Chat, text: string) => chat.controller.press({ text });
const changes = (chat: Chat) =>
  chat.server.seen.flatMap((frame) =>
    frame.type === 'message.edit'
      ? [[frame.target, frame.body.text]]
      : frame.type === 'message.delete'
        ? [[frame.target, frame.reason]]
        : [],
  );

test('Up in the empty composer edits the last own message, and Enter saves it', async () => {
  await using chat = await chatWith(['first', 'helo']);
  chat.server.happens('bob', 'later');
  chat.key('up');
  expect(chat.screen()).toContain(' editing “helo” · Enter saves, Escape cancels\n> helo');
  chat.key('backspace');
  type(chat, 'lo');
  chat.key('enter');
  expect(chat.screen()).toMatch(/^> $/m);
  await eventually(() => chat.screen().includes('hello (edited)'));
  expect(changes(chat)).toEqual([[3, 'hello']]);
  expect(chat.screen()).not.toContain('editing');
  chat.key('up', 'enter');
  expect(changes(chat)).toHaveLength(1);
});

test('Esc gives the draft back, and what was typed can be pasted', async () => {
  await using chat = await chatWith(['hello']);
  type(chat, 'half a sentence');
  chat.key('alt+s', 'up');
  type(chat, 'e');
  expect(chat.screen()).toContain('Only its author can edit a message.');
  chat.key('down');
  type(chat, 'e');
  type(chat, ' you');
  expect(chat.screen()).toContain('> hello you');
  chat.key('escape');
  expect(chat.screen()).toMatch(/^> half a sentence$/m);
  expect(chat.screen()).not.toContain('editing');
  chat.key('ctrl+y');
  expect(chat.screen()).toMatch(/^> half a sentencehello you$/m);
  expect(changes(chat)).toEqual([]);
});

test('the text of an edit is read as typed: an action stays one, and a command is none', async () => {
  await using chat = await chatWith(['/me waves', '//etc/hosts']);
  chat.key('up');
  expect(chat.screen()).toContain('> //etc/hosts');
  chat.key('ctrl+u');
  type(chat, '/quit');
  chat.key('enter');
  expect(chat.screen()).toContain('Unknown command /quit.');
  expect(chat.screen()).toContain('> /quit');
  chat.key('ctrl+u');
  type(chat, '//etc/passwd');
  chat.key('enter');
  expect(changes(chat)).toEqual([[3, '/etc/passwd']]);
});

test('an empty text asks whether to delete', async () => {
  await using chat = await chatWith(['hello']);
  chat.key('up', 'ctrl+u', 'enter');
  expect(chat.screen()).toContain('Nothing is left of the message. Enter again deletes it, Escape keeps it.');
  chat.key('escape');
  expect(chat.screen()).not.toContain('Nothing is left');
  expect(changes(chat)).toEqual([]);
  chat.key('up', 'ctrl+c', 'enter', 'enter');
  await eventually(() => chat.screen().includes('ada  (message deleted)'));
  expect(changes(chat)).toEqual([[2, undefined]]);
  chat.key('up', 'ctrl+c', 'ctrl+c');
  expect(chat.outcomes).toEqual([]);
});

test('without an own message Up recalls what was sent, and Alt+P and Alt+N always do', async () => {
  await using chat = await openChat(['of bob']);
  chat.enter('/topic');
  chat.key('up');
  expect(chat.screen()).toContain('> /topic');
  chat.key('ctrl+u');
  chat.enter('one');
  await eventually(() => chat.client.getSnapshot().pending.length === 0);
  chat.key('alt+p', 'alt+p');
  expect(chat.screen()).toContain('> /topic');
  chat.key('alt+n');
  expect(chat.screen()).toContain('> one');
  expect(chat.screen()).not.toContain('editing');
});

test('a message that is not confirmed is not edited, nor the one before it', async () => {
  await using chat = await chatWith(['first']);
  chat.server.silent = true;
  chat.enter('second');
  chat.key('up');
  expect(chat.screen()).toContain('Your last message is not confirmed yet.');
  chat.enter('/delete');
  expect(chat.screen()).toContain('Your last message is not confirmed yet.');
  chat.server.silent = false;
  await eventually(() => chat.client.getSnapshot().pending.length === 0);
  expect(changes(chat)).toEqual([]);
});

test('a change of another device is shown before it is replaced; a deleted message cannot be saved', async () => {
  await using chat = await chatWith(['hello']);
  chat.key('up');
  type(chat, '!');
  await chat.client.change(generalRoom, { type: 'message.edit', target: 2, body: { kind: 'text', text: 'other' } });
  chat.key('enter');
  expect(chat.screen()).toContain('The message has been changed meanwhile, to “other”. Enter again replaces that');
  expect(chat.screen()).toContain('> hello!');
  chat.key('enter');
  await eventually(() => chat.screen().includes('hello! (edited)'));
  chat.key('up');
  type(chat, '?');
  await chat.client.change(generalRoom, { type: 'message.delete', target: 2 });
  chat.key('enter');
  expect(chat.screen()).toContain('That message was deleted. Escape cancels the edit.');
  expect(chat.screen()).toContain('> hello!?');
});

test('an edit survives another room, a draft of another device, and the end of the chat', async () => {
  const drafts = new MemoryDrafts();
  {
    await using chat = await chatWith(['hello'], { drafts });
    type(chat, 'draft');
    chat.key('alt+s');
    type(chat, 'e');
    type(chat, ' you');
    await chat.client.createRoom({ name: 'ops' as never });
    chat.key('ctrl+x', 'ctrl+e');
    chat.key('ctrl+n', 'ctrl+p');
    expect(chat.screen()).toContain('> hello you');
  }
  expect(drafts.drafts.get('general')).toBe('draft');
  await using chat = await openChat(['of bob', 'hello'], undefined, { drafts });
  expect(chat.screen()).toContain('editing “hello” · Enter saves, Escape cancels\n> hello you');
  chat.key('escape');
  expect(chat.screen()).toMatch(/^> draft$/m);
  chat.controller.keepDrafts();
  expect([...drafts.drafts]).toEqual([['general', 'draft']]);
});

test('the editor edits the text of the message', async () => {
  const editOutside = async (text: string) => ok(`${text} outside`);
  await using chat = await chatWith(['hello'], { editOutside });
  chat.key('up', 'ctrl+x', 'ctrl+e');
  await eventually(() => chat.screen().includes('> hello outside'));
  chat.key('enter');
  expect(changes(chat)).toEqual([[2, 'hello outside']]);
});

test('in the selection d asks, then deletes; the messages of others only with a role for it', async () => {
  await using chat = await chatWith(['one', 'two']);
  chat.key('alt+s', 'up', 'up');
  type(chat, 'd');
  expect(chat.screen()).toContain('Only moderators and owners of a room can delete the messages of others.');
  chat.key('down');
  type(chat, 'd');
  expect(chat.screen()).toContain('Press d again to delete your message for everybody: “one”');
  chat.key('down');
  type(chat, 'd');
  expect(changes(chat)).toEqual([]);
  expect(chat.screen()).toContain('for everybody: “two”');
  chat.key('up', 'space', 'down', 'space');
  type(chat, 'd');
  expect(chat.screen()).toContain('Press d again to delete 2 messages for everybody.');
  type(chat, 'd');
  expect(changes(chat)).toEqual([
    [2, undefined],
    [3, undefined],
  ]);
  await eventually(() => chat.client.getSnapshot().pending.length === 0);
  expect(chat.screen()).not.toMatch(/ one| two/);
  chat.key('up');
  expect(chat.screen()).not.toContain('editing');
});

test('/edit and /delete are about the last own message, or one by its number', async () => {
  await using chat = await chatWith(['one', 'two']);
  chat.enter('/edit 2 uno');
  chat.enter('/edit dos');
  expect(changes(chat)).toEqual([
    [2, 'uno'],
    [3, 'dos'],
  ]);
  chat.enter('/edit 1 mine');
  expect(chat.screen()).toContain('Only its author can edit a message.');
  chat.enter('/edit 12 apples');
  expect(chat.screen()).toContain('Message 12 is not loaded here. The numbers of your last messages: /edit');
  chat.enter('/edit /quit');
  expect(chat.screen()).toContain('Unknown command /quit.');
  chat.enter('/edit');
  expect(chat.screen()).toContain('> dos');
  chat.key('escape');
  chat.enter('/delete 2 spam');
  chat.enter('/delete');
  expect(changes(chat).slice(2)).toEqual([
    [2, 'spam'],
    [3, undefined],
  ]);
  await eventually(() => chat.client.getSnapshot().pending.length === 0);
  expect(chat.screen()).toContain('(message deleted: spam)');
  chat.enter('/delete');
  expect(chat.screen()).toContain('You have written no message here that can be edited.');
});

test('in a room that can only be read nothing is edited', async () => {
  await using chat = await chatWith(['one']);
  chat.key('up');
  type(chat, '!');
  chat.server.push({
    type: 'event',
    event: { ...chat.server.occurs('room-archived', 'bob', false), on: true } as never,
  });
  chat.key('enter');
  expect(chat.screen()).toMatch(/That room is archived.*Escape\s+cancels the edit\./);
  expect(chat.screen()).toContain('> one!');
  expect(changes(chat)).toEqual([]);
});
