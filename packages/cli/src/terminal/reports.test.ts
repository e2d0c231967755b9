import { expect, test } from 'vitest';
import { backgroundIn } from './reports.ts';

const of = (colour: string) => backgroundIn(`\u001b]11;${colour}\u0007`);

test('the background is light or dark by its perceived brightness', () => {
  for (const colour of ['rgb:ffff/ffff/ffff', 'rgb:fd/f6/e3', 'rgb:f/f/f']) expect(of(colour)).toBe('light');
  for (const colour of ['rgb:0000/0000/0000', 'rgba:1e1e/1e1e/1e1e/ffff', 'rgb:00/00/ff']) {
    expect(of(colour)).toBe('dark');
  }
});

test('a reply may have any terminator or none; anything else is not a background', () => {
  for (const end of ['\u0007', '\u001b\\', '\u001b', '']) {
    expect(backgroundIn(`\u001b]11;rgb:ff/ff/ff${end}`), JSON.stringify(end)).toBe('light');
  }
  for (const colour of ['', '?', 'what?', 'rgb:ff/ff', 'rgb:12345/ff/ff', 'rgb:f/f/fox']) {
    expect(of(colour), colour).toBeUndefined();
  }
  expect(backgroundIn('\u001b]10;rgb:ff/ff/ff\u0007')).toBeUndefined();
  expect(backgroundIn('\u001b[I')).toBeUndefined();
});
