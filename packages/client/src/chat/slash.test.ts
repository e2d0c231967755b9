import { expect, test } from 'vitest';
import { readSlash, typedMessage, typedOf, unknownCommand } from './slash.ts';

test.each([
  ['hello /join', 'hello /join'],
  ['//etc/hosts is full', '/etc/hosts is full'],
  ['///', '//'],
  ['  //quit', '  /quit'],
  ['a\n/quit', 'a\n/quit'],
  ['//me waves', '//me waves'],
  ['', ''],
])('%j is the text %j', (input, text) => {
  expect(readSlash(input)).toEqual({ kind: 'text', text });
});

test.each([
  ['/quit', 'quit', ''],
  ['/JOIN #cats ', 'join', '#cats'],
  ['/create cats all about\ncats', 'create', 'all about'],
  [' /search x', 'search', 'x'],
  ['\n/search x', 'search', 'x'],
  ['/usr/bin is full', 'usr/bin', 'is full'],
  ['/', '', ''],
  ['/ help', '', 'help'],
])('%j is a command and never a message', (input, name, argument) => {
  const read = readSlash(input);
  expect(read).toMatchObject({ kind: 'command', name });
  expect(read.kind === 'command' && read.argument).toContain(argument);
});

test('an unknown command is named, and truncated if it is too long', () => {
  expect(unknownCommand('bogus')).toBe('Unknown command /bogus. /help lists all; to send it as text, start with //');
  expect(unknownCommand('x'.repeat(4000)).length).toBeLessThan(120);
});

test('aliases from other chats run our command', () => {
  for (const [input, name, argument] of [
    ['/part', 'leave', ''],
    ['/j #cats', 'join', '#cats'],
    ['/NAMES', 'users', ''],
    ['/exit', 'quit', ''],
    ['/remove bob', 'kick', 'bob'],
    ['/whois bob', 'who', 'bob'],
    ['/away lunch', 'away', 'lunch'],
    ['/msg bob hi', 'dm', 'bob hi'],
  ] as const) {
    expect(readSlash(input), input).toEqual({ kind: 'command', name, argument });
  }
});

test('a command that only other chats have gets a hint', () => {
  for (const [name, words] of [['op', /\/role USER ROLE/]] as const) {
    expect(unknownCommand(name), name).toMatch(words);
    expect(unknownCommand(name), name).not.toMatch(/Unknown/);
  }
  expect(unknownCommand('')).toMatch(/^Type a command/);
  expect(unknownCommand('jion', 'join')).toMatch(/Did you mean \/join\?/);
});

test('where /me is the only command, any other is refused, and a doubled slash sends one', () => {
  for (const typed of ['/quit', ' /search x', '/usr/bin is full', '/', '/ help']) {
    expect(typedMessage(typed), typed).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^Unknown command \/.*; to send it as text, start with \/\/$/),
    });
  }
  for (const [typed, text] of [
    ['//quit', '/quit'],
    ['//me waves', '//me waves'],
    ['/ME  waves', '/me waves'],
    ['a /quit', 'a /quit'],
  ] as const) {
    expect(typedMessage(typed), typed).toEqual({ ok: true, value: text });
  }
  expect(typedMessage('/me \u200b')).toEqual({ ok: false, error: 'Usage: /me waves' });
  expect(typedMessage(`/${'x'.repeat(4000)}`)).toMatchObject({ error: expect.stringMatching(/^.{1,150}$/) });
});

test.each([
  'hello',
  '/etc/hosts',
  '//',
  '//me waves',
  '/me waves',
  '/me',
  ' /me x',
  '\t/x',
  '///me x',
  'a\n/quit',
  '/',
])('what is typed for the stored %j is stored as that', (text) => {
  expect(typedMessage(typedOf(text))).toEqual({ ok: true, value: text });
});
