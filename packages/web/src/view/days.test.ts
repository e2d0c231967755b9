import { expect, test } from 'vitest';
import { withDays } from './days.ts';
import type { TimelineLine } from './lines.ts';

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
const said = (text: string, atMs: number): TimelineLine => ({ key: text, kind: 'message', atMs, text });
const kinds = (...lines: TimelineLine[]) =>
  withDays(lines, at(25, 12)).map(({ kind, text }) => (kind === 'day' ? kind : text));

test('each day starts with a line, except today at the top', () => {
  expect(kinds(said('one', at(25, 8)), said('two', at(25, 9)))).toEqual(['one', 'two']);
  expect(kinds(said('one', at(23, 8)), said('two', at(23, 9)), said('three', at(25, 7)))).toEqual([
    'day',
    'one',
    'two',
    'day',
    'three',
  ]);
  const [day] = withDays([said('one', at(24, 8))], at(25, 12));
  expect(day).toMatchObject({ kind: 'day', key: 'd-one', text: expect.stringMatching(/24/) });
});

test('pending and refused messages start no day, whatever their time', () => {
  const late: TimelineLine = { ...said('refused', at(22, 9)), kind: 'pending', refused: 'no' };
  expect(
    kinds(said('one', at(24, 8)), said('two', at(25, 0)), { ...said('three', at(24, 23)), kind: 'pending' }, late),
  ).toEqual(['day', 'one', 'day', 'two', 'three', 'refused']);
});

test('a time out of range starts no day', () => {
  expect(kinds(said('one', at(25, 8)), said('two', 1e300), said('three', Number.NaN))).toEqual(['one', 'two', 'three']);
});
