import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeClientFrame, decodeServerFrame, encodeFrame, type RoomEvent, rereadEvent } from '../src/index.ts';

test('a frame is the same after encoding and decoding', () => {
  const frame = { type: 'ping', id: 'a1' } as const;
  expect(decodeClientFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame });
});

test('unknown fields are dropped, so that a newer peer can be understood', () => {
  expect(decodeClientFrame('{"type":"ping","id":"1","colour":"red"}')).toEqual({
    ok: true,
    value: { type: 'ping', id: '1' },
  });
});

test.each([
  ['{', 'bad_frame'],
  ['[]', 'bad_frame'],
  ['null', 'bad_frame'],
  ['{"id":"7"}', 'bad_frame'],
  ['{"type":"dance","id":"7"}', 'unknown_type'],
  ['{"type":"__proto__"}', 'unknown_type'],
  ['{"type":"constructor"}', 'unknown_type'],
  ['{"type":"ping"}', 'bad_frame'],
  [`{"type":"ping","id":"1","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 'bad_frame'],
])('%.40s is refused as %s', (text, code) => {
  expect(decodeClientFrame(text)).toMatchObject({ ok: false, error: { code } });
});

test('a refusal names its request', () => {
  expect(decodeClientFrame('{"type":"message.send","id":"q9"}')).toMatchObject({ ok: false, error: { re: 'q9' } });
});

const base = { room: 'general', seq: 4, id: 'm', author: 'ada', at: 1 };
const frameOf = (event: object) => JSON.stringify({ type: 'event', event: { ...base, ...event } });
const readEvent = (event: object) => {
  const read = decodeServerFrame(frameOf(event));
  if (!read.ok || read.value.type !== 'event') throw new Error(JSON.stringify(read));
  return read.value.event;
};

test('a body of a newer kind becomes unknown, a malformed one of a known kind is refused', () => {
  const event = readEvent({ type: 'message', n: 1, body: { kind: 'hologram', d: 3 } });
  expect(event).toEqual({
    ...base,
    type: 'message',
    n: 1,
    body: { kind: 'unknown', of: 'hologram', json: '{"kind":"hologram","d":3}' },
  });
  expect(decodeServerFrame(frameOf({ type: 'message', n: 1, body: { kind: 'text' } }))).toMatchObject({ ok: false });
});

test('an event of a newer type keeps its position, a malformed one of a known type is refused', () => {
  expect(readEvent({ type: 'pinned' })).toMatchObject({ type: 'unknown', of: 'pinned', seq: 4 });
  expect(decodeServerFrame(frameOf({ type: 'room-created' }))).toMatchObject({ ok: false });
});

const newer = fc
  .dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/).filter((key) => key !== 'constructor' && key !== 'prototype'),
    fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(null),
    ),
  )
  .chain((fields) => fc.constantFrom({ ...fields, nested: [{ deep: fields }] }, fields));

test('additions of a newer version are passed on unchanged, in each frame with events', () => {
  fc.assert(
    fc.property(newer, newer, (fields, body) => {
      const events = [
        { ...fields, ...base, type: 'poll' },
        { ...base, seq: 5, type: 'message', n: 1, body: { ...body, kind: 'sealed' } },
      ];
      const frames = [
        ...events.map((event) => ({ type: 'event', event })),
        { type: 'page', re: '1', room: 'general', asOf: 1, events, more: false },
        { type: 'log-page', re: '1', room: 'general', events, more: false },
        { type: 'found', re: '1', room: 'general', events, more: false },
        { type: 'events', room: 'general', after: 3, head: 5, events },
      ];
      for (const frame of frames) {
        const sent = JSON.parse(JSON.stringify(frame));
        const read = decodeServerFrame(JSON.stringify(frame));
        if (!read.ok) throw new Error(read.error.detail);
        expect(JSON.parse(encodeFrame(read.value))).toEqual(sent);
      }
    }),
  );
});

/** An event as stored by a version that did not know its type. */
const storedAsUnknown = (known: object) => {
  const json = JSON.stringify({ ...base, ...known });
  return { ...base, type: 'unknown', of: 'newer', json } as RoomEvent;
};

test('an event that an earlier version stored as unknown is read by a later one', () => {
  expect(rereadEvent(storedAsUnknown({ type: 'room-created', topic: 'all' }))).toEqual({
    ...base,
    type: 'room-created',
    topic: 'all',
  });
  const body = { kind: 'unknown', of: 'newer', json: '{"kind":"text","text":"hi"}' };
  expect(rereadEvent({ ...base, type: 'message', n: 1, body } as RoomEvent)).toMatchObject({
    body: { kind: 'text', text: 'hi' },
  });
  const malformed = storedAsUnknown({ type: 'room-created', topic: 7 });
  expect(rereadEvent(malformed)).toBe(malformed);
  const known = { ...base, type: 'member-joined' } as RoomEvent;
  expect(rereadEvent(known)).toBe(known);
});

test('no text makes the codec throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.object().map((o) => JSON.stringify({ type: 'message.send', ...o })),
      ),
      (text) => {
        expect(typeof decodeClientFrame(text).ok).toBe('boolean');
      },
    ),
  );
});
