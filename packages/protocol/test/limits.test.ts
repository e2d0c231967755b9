import { expect, test } from 'vitest';
import { closeSpec, decodeClientFrame, limits, retryOf, sayError } from '../src/index.ts';

const say = (text: string) =>
  JSON.stringify({ type: 'say', id: '1', room: 'general', clientId: 'm1', body: { kind: 'text', text } });
const nested = (depth: number) => `{"type":"ping","id":"1","x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

test('a text of 4000 and one of 4001 are both readable, so that the server can answer the second with too_long', () => {
  expect(limits.text).toBe(4000);
  expect(decodeClientFrame(say('x'.repeat(4000))).ok).toBe(true);
  expect(decodeClientFrame(say('x'.repeat(4001))).ok).toBe(true);
});

test('a text longer than a frame is refused as it is read', () => {
  expect(decodeClientFrame(say('x'.repeat(limits.frameBytes + 1)))).toMatchObject({
    ok: false,
    error: { code: 'bad_frame', re: '1' },
  });
});

test(`JSON nested ${limits.frameDepth} deep is read, one deeper is refused`, () => {
  expect(decodeClientFrame(nested(limits.frameDepth)).ok).toBe(true);
  expect(decodeClientFrame(nested(limits.frameDepth + 1))).toMatchObject({
    ok: false,
    error: { detail: 'nested too deeply' },
  });
});

test('brackets inside of a text are no nesting', () => {
  expect(decodeClientFrame(say('[{"\\'.repeat(500))).ok).toBe(true);
});

test('a message of the longest text fits a frame, whatever its letters', () => {
  for (const letter of ['x', '\\', '"', '\n', 'é', '漢', '\ud83d\udc4b']) {
    const text = letter.repeat(limits.text / letter.length);
    expect(Buffer.byteLength(say(text))).toBeLessThan(limits.frameBytes);
  }
});

test('a code from a newer server is final, and has a sentence', () => {
  expect(retryOf('too_quiet')).toBe('never');
  expect(retryOf('__proto__')).toBe('never');
  expect(sayError('too_quiet')).toMatch(/Update the client/);
  expect(sayError('slow_down')).toMatch(/Too fast/);
  expect(retryOf('slow_down')).toBe('later');
});

test('an unknown close code is treated as a lost connection and keeps its number', () => {
  expect(closeSpec(4001)).toMatchObject({ reconnect: false });
  expect(closeSpec(4999)).toMatchObject({ code: 4999, reconnect: true });
});
