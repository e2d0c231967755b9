import { expect, test } from 'vitest';
import { parseLine } from './parse.ts';

const value = (line: string) => {
  const parsed = parseLine(line);
  return parsed.ok ? parsed.value : parsed.error;
};

test('a slash begins a command, two a text', () => {
  expect(value('hello /join')).toEqual({ kind: 'text', text: 'hello /join' });
  expect(value('//etc/hosts')).toEqual({ kind: 'text', text: '/etc/hosts' });
  expect(value('//me waves')).toEqual({ kind: 'text', text: '//me waves' });
  expect(value('//mean')).toEqual({ kind: 'text', text: '/mean' });
  expect(value('/join #cats')).toEqual({ kind: 'command', name: 'join', argument: '#cats' });
  expect(value('/create cats all about\ncats')).toEqual({
    kind: 'command',
    name: 'create',
    argument: 'cats all about\ncats',
  });
  expect(value('/QUIT ')).toEqual({ kind: 'command', name: 'quit', argument: '' });
});

test('what is wrong is said, with what to type', () => {
  expect(value('/jion cats')).toMatch(/no \/jion.*\/join/);
  expect(value('/cr')).toMatch(/\/create/);
  expect(value('/')).toMatch(/Did you mean/);
  expect(value('/constructor')).toMatch(/no \/constructor/);
  expect(value('/join')).toBe('Type: /join ROOM');
  expect(value('/quit now')).toBe('Type: /quit');
  expect(value(`/${'x'.repeat(4000)}`)).toMatch(/There is no/);
});
