import { expect, test } from 'vitest';
import { readDuration } from './duration.ts';

test('minutes, hours, days and weeks are read', () => {
  const minute = 60_000;
  for (const [text, ms] of [
    ['30m', 30 * minute],
    ['12H', 720 * minute],
    ['7d', 7 * 1440 * minute],
    ['2w', 14 * 1440 * minute],
  ] as const) {
    expect([text, readDuration(text)]).toEqual([text, { ok: true, value: ms }]);
  }
});

test('anything else is refused with what to write', () => {
  for (const text of ['', '0m', '5', 'd', '3x', '-1d', '1.5h', '1d2h', '3651d', '9999999w', '７d']) {
    expect([text, readDuration(text)]).toEqual([text, { ok: false, error: expect.stringContaining('30m, 12h') }]);
  }
});
