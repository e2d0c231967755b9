import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeClientFrame, decodeServerFrame, encodeFrame } from '../src/index.ts';

test('a frame survives the wire', () => {
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

test('a refusal names the request, so that the asker hears of it', () => {
  expect(decodeClientFrame('{"type":"message.send","id":"q9"}')).toMatchObject({ ok: false, error: { re: 'q9' } });
});

test('a body of a newer kind is kept as unknown, a malformed one of a known kind is refused', () => {
  const event = (body: unknown) =>
    JSON.stringify({
      type: 'event',
      event: { type: 'message', room: 'general', seq: 1, id: 'm', author: 'ada', at: 1, body },
    });
  expect(decodeServerFrame(event({ kind: 'hologram', d: 3 }))).toMatchObject({
    value: { event: { body: { kind: 'unknown', of: 'hologram' } } },
  });
  expect(decodeServerFrame(event({ kind: 'text' }))).toMatchObject({ ok: false });
});

test('an event of a newer type keeps its place in the order', () => {
  const text = '{"type":"event","event":{"type":"pinned","room":"general","seq":4,"id":"x","author":"ada","at":1}}';
  expect(decodeServerFrame(text)).toMatchObject({ value: { event: { type: 'unknown', of: 'pinned', seq: 4 } } });
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
