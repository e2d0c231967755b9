import type { RoomEvent } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { eventJson } from './event-json.ts';

const at = Date.UTC(2026, 10, 24, 12, 34, 56, 789);
const event = (more: object) => ({ room: 'general', seq: 7, id: 'x1', author: 'ada', at, ...more }) as RoomEvent;

test('the JSON of an event has the fields that scripts rely on', () => {
  expect(eventJson(event({ type: 'message', body: { kind: 'text', text: 'hi' } }), 'ops')).toEqual({
    room: 'general',
    roomName: 'ops',
    seq: 7,
    id: 'x1',
    type: 'message',
    author: 'ada',
    at: '2026-11-24T12:34:56.789Z',
    text: 'hi',
  });
  expect(eventJson(event({ type: 'member-joined' }), 'ops')).not.toHaveProperty('text');
  expect(eventJson(event({ type: 'member-removed', user: 'bob' }), 'ops')).toMatchObject({
    type: 'member-removed',
    author: 'ada',
    user: 'bob',
  });
  expect(eventJson(event({ type: 'unknown', of: 'poll' }), 'ops')).toMatchObject({ type: 'unknown', of: 'poll' });
  expect(eventJson(event({ type: 'message', body: { kind: 'unknown', of: 'sealed' } }), 'ops')).toMatchObject({
    kind: 'sealed',
  });
});
