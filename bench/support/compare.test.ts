import { expect, test } from 'vitest';
import { checkBound, type SubjectRounds, summarise } from './compare.ts';
import type { Bound } from './workload.ts';

const rate = (value: number) => ({ name: 'rate', unit: '1/s', value, better: 'more' }) as const;
const taken = (name: string, ...values: (number | undefined)[]): SubjectRounds => ({
  name,
  rounds: values.map((value) => (value === undefined ? [] : [rate(value)])),
});
const bound: Bound = { figure: 'rate', ours: 'ours', peer: 'theirs', at: 'least', value: 2 };

test('a bound is compared with the median of the rounds’ ratios', () => {
  // The ratio of the medians would be 2: rounds are compared one by one, because machines change between them.
  const all = [taken('ours', 10, 20, 90), taken('theirs', 10, 5, 30)];
  expect(checkBound(bound, all)).toMatchObject({ got: 3, met: true });
  expect(checkBound({ ...bound, value: 3.1 }, all)).toMatchObject({ met: false });
  expect(checkBound({ ...bound, at: 'most', value: 3 }, all)).toMatchObject({ met: true });
});

test('without a peer our own figure is compared', () => {
  const { peer: _, ...alone } = bound;
  expect(checkBound(alone, [taken('ours', 1, 5, 3)])).toMatchObject({ got: 3, met: true });
});

test('rounds in which one of the two failed are ignored', () => {
  expect(checkBound(bound, [taken('ours', undefined, 8), taken('theirs', 1, 2)])).toMatchObject({ got: 4 });
});

test('a bound is neither met nor missed if the peer is missing', () => {
  expect(checkBound(bound, [taken('ours', 5)])).toMatchObject({ got: undefined, met: undefined });
  expect(checkBound(bound, [taken('theirs', 5)])).toMatchObject({ got: undefined, met: undefined });
  expect(checkBound(bound, [taken('ours', 5), taken('theirs', undefined)])).toMatchObject({ got: undefined });
});

test('summarises each figure over its subjects', () => {
  const [summary, ...others] = summarise([taken('ours', 1, 2, 3), taken('theirs', undefined), taken('third', 4)]);
  expect(others).toEqual([]);
  expect(summary).toMatchObject({ figure: 'rate', unit: '1/s', better: 'more' });
  expect(summary?.by).toEqual({ ours: { median: 2, min: 1, max: 3 }, third: { median: 4, min: 4, max: 4 } });
});
