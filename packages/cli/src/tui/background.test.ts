import { expect, test } from 'vitest';
import { readBackground } from './background.ts';

test('the background is light or dark by how bright people find it', () => {
  const of = (colour: string) => readBackground(`11;${colour}`)?.background;
  expect([of('rgb:ffff/ffff/ffff'), of('rgb:fd/f6/e3'), of('rgb:f/f/f\u0007')]).toEqual(['light', 'light', 'light']);
  expect([of('rgb:0000/0000/0000'), of('rgba:1e1e/1e1e/1e1e/ffff'), of('rgb:00/00/ff')]).toEqual([
    'dark',
    'dark',
    'dark',
  ]);
});

test('what was typed behind the answer is kept, and typed text is no answer', () => {
  expect(readBackground('11;rgb:ff/ff/ff\u0007hello')).toEqual({ background: 'light', typed: 'hello' });
  for (const text of [
    '11;',
    '11;what?',
    '11;rgb:ff/ff',
    '11;rgb:12345/ff/ff',
    'x11;rgb:ff/ff/ff',
    '11;rgb:ff/ff/ffhello',
  ])
    expect(readBackground(text), text).toBeUndefined();
});
