import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ClientFrame,
  clientFrames,
  decodeClientFrame,
  decodeServerFrame,
  encodeFrame,
  type ServerFrame,
  serverFrames,
} from '../src/index.ts';

const runs = { numRuns: 100 };
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{1,31}$/);
const eventId = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,64}$/);
const at = fc.integer({ min: 0, max: 8.64e15 });
const seq = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
const line = fc.string({ maxLength: 64 });
const body = fc.record({ kind: fc.constant('text' as const), text });

const base = { room: name, seq, id: eventId, author: name, at };
const event = fc.oneof(
  fc.record({ ...base, type: fc.constant('message'), n: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), body }),
  fc.record({ ...base, type: fc.constantFrom('member-joined', 'member-left') }),
  fc.record({ ...base, type: fc.constant('member-removed'), user: name }),
  fc.record({ ...base, type: fc.constant('room-created'), topic: line }),
  fc.record({ ...base, type: fc.constant('topic'), topic: line }),
  fc.record({ ...base, type: fc.constant('room-renamed'), name }),
);

const clientFrame = fc.oneof(
  fc.record({ type: fc.constant('message.send'), id, room: name, clientId: eventId, body }),
  fc.record({ type: fc.constant('login'), id, user: line, password: line, device: line }),
  fc.record({ type: fc.constant('history'), id, room: name, before: seq, limit: fc.integer({ min: 1, max: 200 }) }),
  fc.record({
    type: fc.constant('sync'),
    id,
    cursors: fc.array(fc.record({ room: name, seq, id: eventId }), { maxLength: 20 }),
    recent: fc.integer({ min: 0, max: 200 }),
  }),
  fc.record({ type: fc.constant('room.remove'), id, room: name, user: name }),
  fc.record({ type: fc.constant('typing.set'), room: name, on: fc.boolean() }),
);
const serverFrame = fc.oneof(
  fc.record({ type: fc.constant('event'), event }),
  fc.record({
    type: fc.constant('page'),
    re: id,
    room: name,
    asOf: seq,
    events: fc.array(event, { maxLength: 10 }),
    more: fc.boolean(),
  }),
  fc.record({ type: fc.constant('ack'), re: id, room: name, seq, clientId: eventId, at }),
  fc.record(
    { type: fc.constant('error'), code: fc.string({ maxLength: 32 }), message: line },
    { requiredKeys: ['type', 'code', 'message'] },
  ),
);

test('decoding an encoded frame returns the same frame', () => {
  fc.assert(
    fc.property(clientFrame, (frame) => {
      expect(decodeClientFrame(encodeFrame(frame as ClientFrame))).toEqual({ ok: true, value: frame });
    }),
    runs,
  );
  fc.assert(
    fc.property(serverFrame, (frame) => {
      expect(decodeServerFrame(encodeFrame(frame as ServerFrame))).toEqual({ ok: true, value: frame });
    }),
    runs,
  );
});

const types = [...Object.keys(clientFrames), ...Object.keys(serverFrames)];
const almostFrame = fc
  .tuple(fc.constantFrom(...types), fc.object({ maxDepth: 3, maxKeys: 4 }))
  .map(([type, fields]) => JSON.stringify({ ...fields, type, id: '1', re: '1', room: 'general', user: 'ada' }));
/** Any UTF-16 code units, including lone surrogates and controls. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));
const cutFrame = fc.tuple(clientFrame, fc.nat(200)).map(([frame, at]) => JSON.stringify(frame).slice(0, at));

test('no text makes a decoder throw, and a refusal gives a reason', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.json(), almostFrame, cutFrame), (input) => {
      for (const read of [decodeClientFrame(input), decodeServerFrame(input)]) {
        if (read.ok) continue;
        expect(['bad_frame', 'unknown_type']).toContain(read.error.code);
        expect(read.error.detail.length).toBeGreaterThan(0);
      }
    }),
    runs,
  );
});

test('nesting of any depth is refused without a throw', () => {
  fc.assert(
    fc.property(fc.integer({ min: 9, max: 20_000 }), fc.constantFrom('[', '{"a":'), (depth, open) => {
      const text = `{"type":"ping","id":"1","x":${open.repeat(depth)}`;
      expect(decodeClientFrame(text)).toMatchObject({ ok: false, error: { detail: 'nested too deeply' } });
    }),
    { numRuns: 30 },
  );
});

const poison = ['__proto__', 'constructor', 'prototype'];

test.each(poison)('%s as a field, a type or a nested key pollutes no prototype', (key) => {
  const inside = `{"${key}":{"admin":true},"kind":"text","text":"x"}`;
  const frame = `{"type":"message.send","id":"1","room":"general","clientId":"m","${key}":{"admin":true},"body":${inside}}`;
  const read = decodeClientFrame(frame);
  expect(read).toMatchObject({ ok: true });
  if (!read.ok || read.value.type !== 'message.send') throw new Error('not read');
  expect(Object.keys(read.value)).toEqual(['type', 'id', 'room', 'clientId', 'body']);
  expect(Object.keys(read.value.body)).toEqual(['kind', 'text']);
  expect(Object.getPrototypeOf(read.value)).toBe(Object.prototype);
  expect('admin' in {}).toBe(false);
  expect(decodeClientFrame(`{"type":"${key}","id":"1"}`)).toMatchObject({ ok: false, error: { code: 'unknown_type' } });
  expect(decodeServerFrame(`{"type":"${key}"}`)).toMatchObject({ ok: false, error: { code: 'unknown_type' } });
});
