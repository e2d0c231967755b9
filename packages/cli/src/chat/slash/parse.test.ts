import { absentCommand, commandAliases } from '@securechat/client';
import { expect, test } from 'vitest';
import { parseLine } from './parse.ts';
import { slashCommands } from './registry.ts';

const value = (line: string) => {
  const parsed = parseLine(line);
  return parsed.ok ? parsed.value : parsed.error;
};

test('a slash starts a command, two start a text', () => {
  expect(value('hello /join')).toEqual({ kind: 'text', text: 'hello /join' });
  expect(value('//etc/hosts')).toEqual({ kind: 'text', text: '/etc/hosts' });
  expect(value('//me waves')).toEqual({ kind: 'text', text: '//me waves' });
  expect(value('//mean')).toEqual({ kind: 'text', text: '/mean' });
  expect(value('/join #cats')).toMatchObject({ kind: 'command', command: { name: 'join' }, argument: '#cats' });
  expect(value('/create cats all about\ncats')).toMatchObject({
    kind: 'command',
    command: { name: 'create' },
    argument: 'cats all about\ncats',
  });
  expect(value('/QUIT ')).toMatchObject({ kind: 'command', command: { name: 'quit' }, argument: '' });
});

test('an unknown or misused command is an error that says what to type', () => {
  const unknown = (name: string) => `Unknown command /${name}. /help lists all; to send it as text, start with //`;
  for (const name of ['frobnicate', 'xyz', 'constructor', '__proto__']) expect(value(`/${name}`)).toBe(unknown(name));
  for (const [typed, meant] of [
    ['/jion cats', 'join'],
    ['/cr', 'create'],
    [' /qiut', 'quit'],
  ] as const) {
    expect(value(typed)).toMatch(new RegExp(`Did you mean /${meant}\\?`));
  }
  expect(value('/join')).toBe('Usage: /join ROOM or LINK');
  expect(value('/quit now')).toBe('Usage: /quit');
});

test('command names are unique; aliases from other chats lead to commands and hide none', () => {
  const names = slashCommands.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [word, name] of commandAliases) {
    expect(names).toContain(name);
    expect(names).not.toContain(word);
  }
  for (const name of names) expect(absentCommand(name), name).toBeUndefined();
});
