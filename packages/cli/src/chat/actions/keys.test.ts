import { expect, test } from 'vitest';
import { tokenize } from '../../terminal/tokenize.ts';
import { openChat } from '../../testing/open-chat.ts';
import { validateKeymap } from '../keys/custom.ts';
import { keymapOf } from '../keys/keymap.ts';

type Chat = Awaited<ReturnType<typeof openChat>>;

const vim = () => openChat(['hello'], undefined, { keymap: keymapOf('vim').keymap });
function type(chat: Chat, input: string) {
  for (const press of tokenize(input)) chat.controller.press(press);
}
const composer = (chat: Chat) =>
  chat
    .screen()
    .split('\n')
    .findLast((line) => line.startsWith('> '))
    ?.slice(2);
const said = (chat: Chat) =>
  chat
    .sentOf('message.send')
    .map((frame) => (frame.type === 'message.send' && frame.body.kind === 'text' ? frame.body.text : ''));

test('2,000 keys in one write, with edits, chords and Enter, are all handled', async () => {
  await using chat = await openChat();
  const lines = Array.from({ length: 125 }, (_, i) => `line-${String(i).padStart(3, '0')}`);
  const input = lines.map((line) => `${line}XX\u007f\u007f\u0001\u0005\r`).join('');
  expect(input.length).toBeGreaterThanOrEqual(1800);
  type(chat, input);
  expect(said(chat)).toEqual(lines);
});

test('a question mark opens the help while the composer is empty, and is text otherwise', async () => {
  await using chat = await openChat();
  type(chat, '?');
  expect(chat.screen()).toMatch(/Help\n+ *Commands/);
  chat.key('end');
  expect(chat.screen()).toContain('Ctrl+L');
  chat.key('escape');
  expect(chat.ui().overlay).toBeUndefined();
  type(chat, 'why?');
  expect(composer(chat)).toBe('why?');
  chat.key('ctrl+c');
  type(chat, '?!');
  expect(composer(chat)).toBe('?!');
});

test('typing on after the question mark that opened the help makes it text', async () => {
  await using chat = await openChat(['hello']);
  type(chat, '?');
  type(chat, '?');
  expect(chat.ui().overlay).toBeUndefined();
  expect(composer(chat)).toBe('??');
  chat.key('ctrl+u');
  type(chat, '?');
  chat.key('pagedown');
  expect(chat.ui().overlay?.top).toBeGreaterThan(0);
  type(chat, ' what');
  expect(composer(chat)).toBe('? what');
  chat.key('ctrl+u');
  chat.key('f1');
  type(chat, 'x');
  expect(composer(chat)).toBe('x');
});

test('Ctrl+C clears the text, closes what covers the timeline, and asks before it quits', async () => {
  await using chat = await openChat(['hello']);
  type(chat, 'draft');
  chat.key('ctrl+c');
  expect(composer(chat)).toBe('');
  chat.key('f1', 'ctrl+c');
  expect(chat.ui().overlay).toBeUndefined();
  chat.key('ctrl+c');
  expect(chat.screen()).toContain('Press Ctrl+C again to quit.');
  chat.key('escape', 'ctrl+c');
  expect(chat.outcomes).toEqual([]);
  type(chat, 'x');
  chat.key('ctrl+c', 'ctrl+c');
  expect(chat.outcomes).toEqual([]);
  chat.key('ctrl+c');
  expect(chat.outcomes).toEqual([{ exitCode: 0 }]);
});

test('Esc and a key that arrive in one packet are both handled: no command becomes a message', async () => {
  await using chat = await openChat(['hello']);
  type(chat, '\u001b/');
  type(chat, 'search hello\r');
  expect(said(chat)).toEqual([]);
  expect(chat.screen()).toContain('Search: hello');
  type(chat, '\u001b');
  // Esc closes what covers the timeline, and the letter is text.
  type(chat, '?');
  expect(chat.ui().overlay).toBeDefined();
  type(chat, '\u001bZ');
  expect(chat.ui().overlay).toBeUndefined();
  type(chat, '\u001b[27;3;45~');
  type(chat, '\u001b\u001b[3~');
  expect(composer(chat)).toBe('Z-');
  chat.key('ctrl+x');
  type(chat, '\u001b!');
  expect(composer(chat)).toBe('Z-!');
  type(chat, '\u001b1');
  expect(composer(chat)).toBe('Z-!');
});

test('the first key of a chord is shown, and its second key does nothing else', async () => {
  await using chat = await openChat(['hello']);
  type(chat, 'text');
  chat.key('ctrl+x');
  expect(chat.screen()).toContain('Ctrl+X …');
  type(chat, 'b');
  expect(chat.screen()).toContain('Go to:');
  chat.key('escape', 'ctrl+x', 'ctrl+d');
  expect(chat.outcomes).toEqual([]);
  expect(composer(chat)).toBe('text');
  chat.key('ctrl+x');
  type(chat, 'q');
  chat.key('ctrl+x', 'escape');
  type(chat, '!');
  expect(composer(chat)).toBe('text!');
});

test('Ctrl+K cuts while there is text after the cursor, and otherwise opens the switcher', async () => {
  await using chat = await openChat();
  type(chat, 'one two\u0001\u000b');
  expect(composer(chat)).toBe('');
  type(chat, '\u000b');
  expect(chat.screen()).toContain('Go to:');
});

test('vim keys are modal: motions and cuts in normal mode, text in insert mode', async () => {
  await using chat = await vim();
  type(chat, 'one two three');
  type(chat, '\u001b');
  expect(chat.screen()).toContain('normal mode');
  type(chat, '0dwx');
  expect(composer(chat)).toBe('two three');
  type(chat, 'zq');
  expect(composer(chat)).toBe('two three');
  type(chat, 'A four');
  type(chat, '\u001b');
  type(chat, 'I>');
  expect(composer(chat)).toBe('>two three four');
  type(chat, '\u001b');
  type(chat, 'ddinew');
  expect(composer(chat)).toBe('new');
  type(chat, '\u001b');
  type(chat, 'u');
  expect(composer(chat)).not.toBe('new');
  type(chat, 'cchi\r');
  expect(said(chat)).toEqual(['hi']);
});

test('in normal mode letters move the timeline, search and open the command line', async () => {
  await using chat = await openChat(
    Array.from({ length: 40 }, (_, i) => `line ${i}.`),
    undefined,
    { keymap: keymapOf('vim').keymap },
  );
  type(chat, '\u001b');
  type(chat, 'kk');
  expect(chat.screen()).not.toContain('line 38.');
  expect(chat.screen()).toContain('line 37.');
  type(chat, 'j');
  expect(chat.screen()).toContain('line 38.');
  type(chat, 'gg');
  expect(chat.screen()).toContain('line 0.');
  type(chat, 'G');
  expect(chat.screen()).toContain('line 39.');
  type(chat, '\u0015');
  expect(chat.screen()).not.toContain('line 32.');
  type(chat, '\u0004');
  expect(chat.screen()).toContain('line 39.');
  type(chat, '/ 17.');
  expect(chat.screen()).toMatch(/Search: .*17\./);
  chat.key('escape');
  type(chat, ':help\r');
  expect(chat.screen()).toContain('Commands');
  type(chat, 'q');
  expect(chat.ui().overlay).toBeUndefined();
});

test('keys from keys.toml apply, and the help lists them', async () => {
  await using chat = await openChat([], undefined, {
    keymap: validateKeymap('send = "F2"\nhelp-anywhere = "ctrl+o"', 'emacs').value,
  });
  type(chat, 'hi\r');
  expect(said(chat)).toEqual([]);
  type(chat, '\u001bOQ');
  type(chat, '\u000f');
  expect(said(chat)).toEqual(['hi']);
  // More pages than the help has; further ones repeat the last.
  const pages = Array.from({ length: 12 }, () => {
    chat.key('pagedown');
    return chat.screen();
  });
  expect(pages.join('\n')).toMatch(/F2 +send the message/);
});
