import type { RoomEvent, RoomId, RoomName } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { eventPrinter, eventText } from './event-line.ts';
import type { Output } from './output.ts';

const at = new Date(2026, 10, 24, 12, 34, 56, 789).getTime();
const event = (more: object) => ({ room: 'general', seq: 7, id: 'x1', author: 'ada', at, ...more }) as RoomEvent;
const format = { roomOf: (room: RoomId) => ({ id: room, name: room as string as RoomName }) };
const plain = { bold: (text: string) => text, dim: (text: string) => text, terminal: false };

test('an event is printed as a line with the time, the author and the text', () => {
  expect(eventText(event({ type: 'message', body: { kind: 'text', text: 'hi' } }), plain, format)).toBe(
    `12:34 ada  hi`,
  );
  expect(eventText(event({ type: 'member-joined' }), plain, format)).toContain('ada joined #');
  expect(eventText(event({ type: 'member-removed', user: 'bob' }), plain, format)).toContain(
    'ada removed bob from #general',
  );
  expect(eventText(event({ type: 'unknown', of: 'poll' }), plain, format)).toContain('cannot read');
});

test('no text can imitate the line of another user or control the terminal', () => {
  const text = '\u001b]52;c;AAAA\u0007ok\n12:00 bob  I owe you';
  const shown = eventText(event({ type: 'message', body: { kind: 'text', text } }), plain, format);
  expect(shown).not.toContain('\u001b');
  expect(shown).not.toContain('\u0007');
  expect(shown).not.toMatch(/^12:00 bob/m);
});

const said = (text: string, more: object = {}) => event({ type: 'message', body: { kind: 'text', text }, ...more });

test('an action is printed as one, and escaped text as it was typed', () => {
  expect(eventText(said('/me waves'), plain, format)).toBe(`12:34 * ada waves`);
  expect(eventText(said('//me waves'), plain, format)).toBe(`12:34 ada  /me waves`);
  expect(eventText(said('hi'), plain, { ...format, withRoom: true })).toBe(`12:34 #general ada  hi`);
});

test('a long message is folded on a terminal, with the command to read it, but not in a pipe', () => {
  const text = Array.from({ length: 72 }, (_, i) => `line ${i + 1}`).join('\n');
  const terminal = { ...plain, terminal: true };
  const folded = eventText(said(text), terminal, format).split('\n');
  expect(folded).toHaveLength(21);
  expect(folded.at(-1)).toContain('… 52 more lines: securechat history --room general --since 6 --limit 1 --full');
  const elsewhere = eventText(said(text), terminal, { ...format, at: { url: 'wss://h:1', user: 'ann' } });
  expect(elsewhere).toMatch(/--full --server ann@h:1$/);
  expect(eventText(said(text), terminal, { ...format, full: true }).split('\n')).toHaveLength(72);
  expect(eventText(said(text), plain, format).split('\n')).toHaveLength(72);
  expect(eventText(said(text.split('\n').slice(0, 24).join('\n')), terminal, format)).not.toContain('more lines');
});

test('a date line precedes the first event that is not of today, and each change of the day', () => {
  const lines: string[] = [];
  const out = { ...plain, line: (text: string) => lines.push(text), json: () => lines.push('json') };
  const day = (date: number) => new Date(2026, 10, date, 12).getTime();
  const print = eventPrinter(out as unknown as Output, false, day(28), format);
  for (const date of [26, 27, 27, 28]) print(said('x', { at: day(date) }));
  expect(lines.map((line) => line.replace('12:00 ada  ', ''))).toEqual([
    '--- Thursday 26 November 2026 ---',
    'x',
    '--- Friday 27 November 2026 ---',
    'x',
    'x',
    '--- Saturday 28 November 2026 ---',
    'x',
  ]);
  const today = lines.length;
  eventPrinter(out as unknown as Output, false, day(28), format)(said('x', { at: day(28) }));
  eventPrinter(out as unknown as Output, true, day(28), format)(said('x', { at: day(1) }));
  expect(lines.slice(today)).toEqual(['12:00 ada  x', 'json']);
});
