import { expect, test } from 'vitest';
import { loadEmoji } from './emoji.ts';
import { wordAt } from './word.ts';

/** The completion at the `|`: its kind, the typed part, and the replaced text; `-` if only on request. */
function word(line: string): string {
  const text = line.replace('|', '');
  const found = wordAt({ text, cursor: line.indexOf('|') });
  if (!found) return 'nothing';
  return `${found.kind} ${found.typed}<${text.slice(found.from, found.to)}${found.byItself ? '' : ' -'}`;
}

test('names, rooms, emoji and commands are recognized, and other signs ignored', () => {
  expect(word('hi @a|')).toBe('mention a<@a');
  expect(word('hi (@|')).toBe('mention <@');
  expect(word('@a|da hi')).toBe('mention a<@ada');
  expect(word('see #ca|')).toBe('room ca<#ca');
  expect(word('well :ta|')).toBe('emoji ta<:ta');
  expect(word('🎉:+1|')).toBe('emoji +1<:+1');
  expect(word('one\n:ta|')).toBe('emoji ta<:ta');
  expect(word('/jo|')).toBe('command jo</jo');
  expect(word('/|')).toBe('command </');
  expect(word('/join #ca|')).toBe('room ca<#ca');
  expect(word('/leave |')).toBe('room <');
  expect(word('/remove bo|')).toBe('user bo<bo');
  expect(word('/role @bo|')).toBe('user bo<@bo');
  expect(word('/role bob mod|')).toBe('role mod<mod');
  expect(word('/mute men|')).toBe('level men<men');
  expect(word('/mute #op|')).toBe('room op<#op');
  expect(word('/mute #ops men|')).toBe('level men<men');
  expect(word('/kick bob spa|')).toBe('user spa<spa -');
  for (const other of ['a@b|', '12:30|', 'http://ho|', '//ho|', 'x /jo|', ':D |', '|', 'a:sm|', '/nothing co |']) {
    expect([other, word(other)]).toEqual([other, 'nothing']);
  }
  expect(word('请@b|')).toBe('mention b<@b');
  expect(word('ขอบคุณ@b|')).toBe('mention b<@b');
  expect(word('见（#ca|')).toBe('room ca<#ca');
  expect(word('/constructor x|')).toBe('user x<x -');
  expect(word('hi :d|')).toBe('emoji d<:d -');
  expect(word('hi ad|')).toBe('user ad<ad -');
  expect(word('/create ca|')).toBe('user ca<ca -');
});

test("emoji have GitHub's names, and are drawn as emoji", async () => {
  const all = new Map((await loadEmoji()).map(({ name, emoji }) => [name, emoji]));
  expect(all.size).toBeGreaterThan(1800);
  expect(['tada', '+1', 'thumbsup', 'heart', 'rainbow_flag', 'de'].map((name) => all.get(name))).toEqual([
    '🎉',
    '👍',
    '👍',
    '❤️',
    '🏳️‍🌈',
    '🇩🇪',
  ]);
});
