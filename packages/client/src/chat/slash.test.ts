import { expect, test } from 'vitest';
import { readSlash, unknownCommand } from './slash.ts';

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

test('an unknown command is named, cut where it is too long to be one', () => {
  expect(unknownCommand('msg')).toBe('Unknown command /msg. /help lists all; to send it as text, start with //');
  expect(unknownCommand('x'.repeat(4000)).length).toBeLessThan(120);
});
