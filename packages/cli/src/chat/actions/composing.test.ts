import { err, ok, type Result } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openChat } from '../../testing/open-chat.ts';

const said = (chat: Awaited<ReturnType<typeof openChat>>) =>
  chat
    .sentOf('message.send')
    .map((frame) => (frame.type === 'message.send' && frame.body.kind === 'text' ? frame.body.text : ''));

test('a long paste is shown as a placeholder, sent in full, and never sent automatically', async () => {
  await using chat = await openChat();
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  chat.controller.press({ text: 'look: ' });
  chat.controller.paste(lines.join('\r\n'));
  expect(chat.screen()).toContain('> look: [pasted: 20 lines, 149 B]');
  expect(said(chat)).toEqual([]);
  chat.key('enter');
  expect(said(chat)).toEqual([`look: ${lines.join('\n')}`]);
  await eventually(() => chat.screen().includes('line 19'));
  chat.key('up');
  expect(chat.screen()).toMatch(/^ {2}line 19$/m);
});

test('a paste that is too long for one message is reported at once, and can be deleted as one', async () => {
  await using chat = await openChat();
  chat.controller.paste('x'.repeat(16_001));
  expect(chat.screen()).toMatch(/Too long: 16,001 of 16,000 characters\. .*send it in\s+parts/s);
  chat.key('backspace');
  expect(chat.screen()).toMatch(/^> $/m);
  chat.controller.paste('line\n'.repeat(550));
  expect(chat.screen()).toContain('Too long: 550 of 500 lines.');
  chat.key('enter');
  expect(said(chat)).toEqual([]);
  chat.key('ctrl+c');
  chat.controller.paste('x'.repeat(100_000));
  expect(chat.screen()).toContain('Not pasted');
});

test('text cut in one room can be pasted in another', async () => {
  await using chat = await openChat();
  chat.server.push({
    type: 'events',
    room: 'cats' as never,
    after: 0,
    head: 1,
    jump: 'new',
    events: [{ room: 'cats', seq: 1, id: 'e1', author: 'ada', at: 1, type: 'member-joined' } as never],
  });
  chat.controller.press({ text: 'for the cats' });
  chat.key('ctrl+u', 'ctrl+n', 'ctrl+y');
  expect(chat.ui().room).toBe('cats');
  expect(chat.screen()).toContain('> for the cats');
});

test('Ctrl-X Ctrl-E opens an editor; one that fails is reported and changes nothing', async () => {
  const given: string[] = [];
  let answer: Result<string, string> = ok('one\r\ntwo\u001b[2J!');
  const editOutside = async (text: string) => {
    given.push(text);
    return answer;
  };
  await using chat = await openChat([], undefined, { editOutside });
  chat.controller.press({ text: 'one' });
  chat.key('ctrl+x', 'ctrl+e');
  await eventually(() => chat.screen().includes('two!'));
  answer = err('The editor exited with code 3.');
  chat.key('ctrl+x', 'ctrl+e');
  await eventually(() => chat.screen().includes('exited with code 3. The text is unchanged.'));
  expect(given).toEqual(['one', 'one\ntwo!']);
  chat.key('ctrl+_');
  expect(chat.screen()).toMatch(/^> one$/m);
  chat.key('ctrl+x');
  chat.controller.press({ text: '!' });
  chat.key('home', 'ctrl+e');
  expect(given).toHaveLength(2);
  answer = ok('x'.repeat(17_000));
  chat.key('ctrl+x', 'ctrl+e');
  await eventually(() => chat.screen().includes('Too long: 17,000 of 16,000'));
});

test('undo reverts what was typed or deleted since the last pause of a second', async () => {
  await using chat = await openChat();
  const { clock } = chat;
  const type = (text: string) => {
    for (const letter of text) chat.controller.press({ text: letter });
  };
  const composed = () => chat.screen().split('\n').at(-1);
  type('slow');
  clock.advance(999);
  type('ly');
  clock.advance(1000);
  type('coach');
  clock.advance(1000);
  chat.key('backspace', 'backspace');
  clock.advance(1000);
  chat.key('backspace');
  expect(composed()).toBe('> slowlyco');
  const undone = ['> slowlycoa', '> slowlycoach', '> slowly', '> '];
  for (const text of undone) {
    chat.key('ctrl+_');
    expect(composed()).toBe(text);
  }
  chat.key('alt+_');
  expect(composed()).toBe('> slowly');
});

test('the keys of shells and of editors cut words', async () => {
  await using chat = await openChat();
  const composed = () => chat.screen().split('\n').at(-1);
  chat.controller.press({ text: 'one two, three' });
  const left = ['alt+backspace', 'ctrl+backspace', 'ctrl+w'].map((key) => {
    chat.key(key);
    return composed();
  });
  expect(left).toEqual(['> one two, ', '> one ', '> ']);
  chat.controller.press({ text: 'one two three four' });
  chat.key('home');
  const right = ['alt+d', 'ctrl+delete', 'alt+delete'].map((key) => {
    chat.key(key);
    return composed();
  });
  expect(right).toEqual(['>  two three four', '>  three four', '>  four']);
});

test('a warning about the length is updated while typing, and removed when it no longer applies', async () => {
  await using chat = await openChat();
  chat.controller.paste('x'.repeat(16_001));
  expect(chat.screen()).toContain('Too long: 16,001 of 16,000 characters.');
  chat.controller.press({ text: 'y' });
  expect(chat.screen()).toContain('Too long: 16,002 of 16,000 characters.');
  chat.key('backspace', 'backspace');
  expect(chat.screen()).not.toContain('Too long');
});

test('an unknown or misused command leaves the composer empty, and Up brings it back', async () => {
  await using chat = await openChat(['hello']);
  chat.enter('/jion x');
  expect(chat.screen()).toContain('Unknown command /jion');
  expect(chat.screen()).toMatch(/^> $/m);
  chat.enter('hi');
  expect(said(chat)).toEqual(['hi']);
  chat.enter('/kick');
  expect(chat.screen()).toContain('Usage: /kick USER [REASON]');
  chat.key('up');
  expect(chat.screen()).toMatch(/^> \/kick$/m);
  chat.key('ctrl+u', 'up', 'up', 'up');
  expect(chat.screen()).toMatch(/^> \/jion x$/m);
});

test('a sentence is removed by the first key after it could be read, and not by one typed ahead', async () => {
  await using chat = await openChat(['hello']);
  chat.enter('/topic');
  chat.controller.press({ text: 'a' });
  expect(chat.screen()).toContain('This room has no topic.');
  chat.clock.advance(1000);
  chat.controller.press({ text: 'b' });
  expect(chat.screen()).not.toContain('This room has no topic.');
  chat.key('ctrl+u');
  chat.enter('/jion x');
  chat.clock.advance(1000);
  expect(chat.screen()).toContain('Unknown command /jion');
  chat.controller.paste('c');
  expect(chat.screen()).not.toContain('Unknown command');
  chat.key('ctrl+u', 'ctrl+c');
  chat.clock.advance(2000);
  chat.key('ctrl+c');
  expect(chat.outcomes).toHaveLength(1);
});
