import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { askBackground, readAnswers } from './background.ts';
import { fakeTerminal } from './testing/screen.ts';

const device = '\u001b[?62;22c';

test('the background is light or dark by how bright people find it', () => {
  const of = (colour: string, end = '\u001b\\') => readAnswers(`\u001b]11;${colour}${end}${device}`).background;
  expect([of('rgb:ffff/ffff/ffff'), of('rgb:fd/f6/e3'), of('rgb:f/f/f', '\u0007')]).toEqual([
    'light',
    'light',
    'light',
  ]);
  expect([of('rgb:0000/0000/0000'), of('rgba:1e1e/1e1e/1e1e/ffff'), of('rgb:00/00/ff')]).toEqual([
    'dark',
    'dark',
    'dark',
  ]);
  expect(of('what?')).toBeUndefined();
});

async function ask(typed: string, waitMs?: number) {
  const terminal = fakeTerminal(80, 24);
  const clock = new FakeClock();
  const asked = askBackground({ ...terminal, clock });
  terminal.type(typed);
  if (waitMs !== undefined) clock.advance(waitMs);
  const background = await asked;
  return { background, terminal, rest: String(terminal.stdin.read() ?? '') };
}

test('the terminal is asked once, and what was typed meanwhile is there to be read', async () => {
  const { background, terminal, rest } = await ask(`he\u001b]11;rgb:ff/ff/ff\u0007${device}llo`);
  expect({ background, rest }).toEqual({ background: 'light', rest: 'hello' });
  expect(terminal.written.join('')).toBe('\u001b]11;?\u001b\\\u001b[c');
  expect(terminal.raw).toEqual([true, false]);
});

test('one that does not tell its background, or does not answer, is waited for no longer than 100 ms', async () => {
  expect(await ask(device)).toMatchObject({ background: undefined, rest: '' });
  expect(await ask('typed', 100)).toMatchObject({ background: undefined, rest: 'typed' });
});
