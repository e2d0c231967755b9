import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { StaggeredInterval } from './staggered-interval.ts';

test('each member is visited once per interval, also late ones, and not all at once', () => {
  const clock = new FakeClock();
  const startedMs = clock.nowMs();
  const visits: [string, number][] = [];
  const rounds = new StaggeredInterval<string>(clock, 20_000, (who) => visits.push([who, clock.nowMs() - startedMs]));
  rounds.add('ada');
  clock.advance(7500);
  rounds.add('bob');
  clock.advance(40_000);
  expect(visits).toEqual([
    ['ada', 20_000],
    ['bob', 27_000],
    ['ada', 40_000],
    ['bob', 47_000],
  ]);
  rounds.delete('ada');
  rounds.delete('ada');
  clock.advance(20_000);
  expect(visits.slice(4)).toEqual([['bob', 67_000]]);
  rounds.delete('bob');
  expect(clock.waiting).toBe(0);
});

test('a member deleted during its visit affects no other', () => {
  const clock = new FakeClock();
  const visits: string[] = [];
  const rounds = new StaggeredInterval<string>(clock, 1000, (who) => {
    visits.push(who);
    rounds.delete(who);
  });
  for (const who of ['ada', 'bob', 'cyd']) rounds.add(who);
  clock.advance(5000);
  expect(visits).toEqual(['ada', 'bob', 'cyd']);
  expect(clock.waiting).toBe(0);
});
