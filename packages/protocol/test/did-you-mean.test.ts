import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../src/did-you-mean.ts';

const known = ['theme', 'keys', 'notify', 'notify-command', 'join', 'quit'];

test('a typing mistake, or a prefix, finds the word that was meant', () => {
  for (const [typed, meant] of [
    ['tehme', 'theme'],
    ['thme', 'theme'],
    ['keyss', 'keys'],
    ['jion', 'join'],
    ['qiut', 'quit'],
    ['notify-comand', 'notify-command'],
    ['noti', 'notify'],
  ] as const) {
    expect(nearest(typed, known), typed).toBe(meant);
  }
});

test('no far-fetched word is suggested', () => {
  for (const typed of ['foo', 'x', '', 'msg', 'colour', 'me', 'x'.repeat(5000)]) {
    expect(nearest(typed, known), typed.slice(0, 9)).toBeUndefined();
  }
  expect(didYouMean('foo', known)).toBe('');
  expect(didYouMean('thme', known)).toBe(' Did you mean theme?');
});
