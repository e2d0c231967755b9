import { expect, test } from 'vitest';
import { closeSpec, decodeClientFrame, limits, retryOf, sayError } from '../src/index.ts';

const say = (text: string) =>
  JSON.stringify({ type: 'message.send', id: '1', room: 'general', clientId: 'm1', body: { kind: 'text', text } });
const nested = (depth: number) => `{"type":"ping","id":"1","x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

test('a message holds 16,000 characters and 500 lines', () => {
  expect([limits.text, limits.lines]).toEqual([16_000, 500]);
});

test('a text one character beyond the limit can still be decoded, so that the server can answer with too_long', () => {
  expect(decodeClientFrame(say('x'.repeat(limits.text))).ok).toBe(true);
  expect(decodeClientFrame(say('x'.repeat(limits.text + 1))).ok).toBe(true);
});

test('a text longer than a frame is refused while it is read', () => {
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

test('brackets inside a text are no nesting', () => {
  expect(decodeClientFrame(say('[{"\\'.repeat(500))).ok).toBe(true);
});

/** Escapes everything beyond ASCII, as Python's json.dumps does. */
const inAscii = (json: string) =>
  json.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

test('the longest message fits in a frame, whatever its characters and encoder', () => {
  for (const char of ['x', '\\', '"', '\n', '\t', 'é', '漢', '\ud83d\udc4b']) {
    const frame = say(char.repeat(limits.text / char.length));
    expect(Buffer.byteLength(frame)).toBeLessThan(limits.frameBytes);
    expect(Buffer.byteLength(inAscii(frame))).toBeLessThan(limits.frameBytes);
  }
});

test('a sync of the most rooms fits in a frame', () => {
  const cursor = { room: 'r'.repeat(limits.roomName), seq: Number.MAX_SAFE_INTEGER, id: 'e'.repeat(64) };
  const cursors = Array.from({ length: limits.followedRooms }, () => cursor);
  expect(limits.followedRooms).toBe(limits.roomsPerUser + limits.directRoomsPerUser);
  const frame = { type: 'sync', id: 'x'.repeat(32), generation: 'g'.repeat(64), cursors, recent: limits.page };
  expect(decodeClientFrame(JSON.stringify(frame)).ok).toBe(true);
  expect(decodeClientFrame(JSON.stringify({ ...frame, cursors: [...cursors, cursor] })).ok).toBe(false);
});

test('a newcomer can join all rooms of an invite, and create and join others', () => {
  expect(limits.roomsPerInvite).toBeLessThan(limits.roomsPerUser / 2);
});

test('a code from a newer server is not retried, and has a message', () => {
  expect(retryOf('too_quiet')).toBe('never');
  expect(retryOf('__proto__')).toBe('never');
  expect(sayError('too_quiet')).toMatch(/Update the client/);
  expect(sayError('slow_down')).toMatch(/Too many requests/);
  expect(retryOf('slow_down')).toBe('later');
});

test('an unknown close code is treated as a lost connection and keeps its number', () => {
  expect(closeSpec(4001)).toMatchObject({ reconnect: false });
  expect(closeSpec(4999)).toMatchObject({ code: 4999, reconnect: true });
});
