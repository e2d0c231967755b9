import { ok, type RoomEvent, type RoomId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { parsePlace, seqBefore } from './since.ts';

const nowMs = new Date(2026, 10, 28, 15, 30).getTime();
const read = (text: string) => {
  const place = parsePlace(text);
  return 'seq' in place ? place.seq : new Date(place.atMs(nowMs)).toString();
};

test('a point in time is a seq, an age, a date or a local time', () => {
  expect(read('4711')).toBe(4711);
  const moments: [string, Date][] = [
    ['2h', new Date(2026, 10, 28, 13, 30)],
    ['1h30m', new Date(2026, 10, 28, 14, 0)],
    ['today', new Date(2026, 10, 28)],
    ['yesterday', new Date(2026, 10, 27)],
    ['09:05', new Date(2026, 10, 28, 9, 5)],
    ['2026-11-27', new Date(2026, 10, 27)],
    ['2026-11-27T10:00', new Date(2026, 10, 27, 10)],
    ['2026-11-27 10:00:30', new Date(2026, 10, 27, 10, 0, 30)],
    ['2026-11-27T10:00Z', new Date(Date.UTC(2026, 10, 27, 10))],
    ['2026-11-27T10:00+05:30', new Date(Date.UTC(2026, 10, 27, 4, 30))],
  ];
  for (const [text, moment] of moments) expect([text, read(text)]).toEqual([text, moment.toString()]);
});

test.each(['', 'tomorrow', '2026-02-30', '2026-13-01', '25:00', '-5', '2h ago'])(
  '%j is refused, with the valid forms',
  (text) => {
    expect(() => parsePlace(text)).toThrow(/2h, today, yesterday/);
  },
);

test('the seq of a point in time is found in few steps, even with gaps in the history', async () => {
  // A former member sees no events between 300 and 700.
  const events = Array.from({ length: 1000 }, (_, i) => ({ seq: i + 1, at: (i + 1) * 10 }) as RoomEvent).filter(
    ({ seq }) => seq < 300 || seq > 700,
  );
  let asked = 0;
  const fetchPage = async ({ after, limit }: { after?: number; limit: number }) => {
    asked++;
    const found = after === undefined ? events.slice(-limit) : events.filter(({ seq }) => seq > after).slice(0, limit);
    return ok({ events: found, more: true });
  };
  for (const atMs of [0, 10, 11, 2990, 2995, 5000, 7010, 7011, 10_000, 10_001]) {
    asked = 0;
    const seq = await seqBefore(fetchPage, 'general' as RoomId, atMs);
    const after = events.filter((event) => event.seq > (seq.ok ? seq.value : -1));
    expect(after).toEqual(events.filter(({ at }) => at >= atMs));
    expect(asked).toBeLessThan(14);
  }
  expect(await seqBefore(async () => ok({ events: [], more: false }), 'general' as RoomId, 5)).toEqual(ok(0));
});
