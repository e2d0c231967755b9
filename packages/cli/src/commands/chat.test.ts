import { expect, test } from 'vitest';
import { fakeEnv } from '../testing/fake-env.ts';
import { wantsLines } from './chat.ts';

test('line mode is used on request, and if no screen can be drawn', () => {
  const screen = fakeEnv({ terminal: true, variables: { TERM: 'xterm' } }).env;
  expect(wantsLines(screen, {})).toBe(false);
  expect(wantsLines(screen, { plain: true })).toBe(true);
  expect(wantsLines(screen, { screenReader: true })).toBe(true);
  expect(wantsLines(fakeEnv({ terminal: true, variables: { INK_SCREEN_READER: 'true' } }).env, {})).toBe(true);
  expect(wantsLines(fakeEnv({ terminal: true, variables: { TERM: 'dumb' } }).env, {})).toBe(true);
  expect(wantsLines(fakeEnv({ terminal: false }).env, {})).toBe(true);
});
