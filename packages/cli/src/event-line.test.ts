import type { RoomEvent } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { clockTime, eventJson, eventText } from './event-line.ts';

const at = Date.UTC(2026, 10, 24, 12, 34, 56, 789);
const event = (more: object) => ({ room: 'general', seq: 7, id: 'x1', author: 'ada', at, ...more }) as RoomEvent;
const plain = { bold: (text: string) => text, dim: (text: string) => text };

test('as JSON an event has the fields scripts rely on', () => {
  expect(eventJson(event({ type: 'message', body: { kind: 'text', text: 'hi' } }))).toEqual({
    room: 'general',
    seq: 7,
    id: 'x1',
    type: 'message',
    author: 'ada',
    at: '2026-11-24T12:34:56.789Z',
    text: 'hi',
  });
  expect(eventJson(event({ type: 'joined' }))).not.toHaveProperty('text');
  expect(eventJson(event({ type: 'removed', user: 'bob' }))).toMatchObject({
    type: 'removed',
    author: 'ada',
    user: 'bob',
  });
  expect(eventJson(event({ type: 'unknown', of: 'poll' }))).toMatchObject({ type: 'unknown', of: 'poll' });
  expect(eventJson(event({ type: 'message', body: { kind: 'unknown', of: 'sealed' } }))).toMatchObject({
    kind: 'sealed',
  });
});

test('for people it is a line with the time, the author and the text', () => {
  expect(eventText(event({ type: 'message', body: { kind: 'text', text: 'hi' } }), plain)).toBe(
    `${clockTime(at)} ada  hi`,
  );
  expect(eventText(event({ type: 'joined' }), plain)).toContain('ada joined #');
  expect(eventText(event({ type: 'removed', user: 'bob' }), plain)).toContain('ada removed bob from #general');
  expect(eventText(event({ type: 'unknown', of: 'poll' }), plain)).toContain('cannot read');
});

test('no text can pass for the line of another, or command the terminal', () => {
  const text = '\u001b]52;c;AAAA\u0007ok\n12:00 bob  I owe you';
  const shown = eventText(event({ type: 'message', body: { kind: 'text', text } }), plain);
  expect(shown).not.toContain('\u001b');
  expect(shown).not.toContain('\u0007');
  expect(shown).not.toMatch(/^12:00 bob/m);
});
