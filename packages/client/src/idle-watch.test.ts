import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { IdleWatch } from './idle-watch.ts';

const minuteMs = 60_000;

function start() {
  const clock = new FakeClock();
  const changes: boolean[] = [];
  const watch = new IdleWatch(clock, (idle) => changes.push(idle));
  watch.used();
  return { clock, changes, watch };
}

test('a device is idle ten minutes after it was last used, until it is used again', () => {
  const { clock, changes, watch } = start();
  clock.advance(9 * minuteMs);
  watch.used();
  clock.advance(10 * minuteMs - 1);
  expect(changes).toEqual([]);
  clock.advance(1);
  expect(changes).toEqual([true]);
  clock.advance(60 * minuteMs);
  watch.used();
  watch.used();
  expect(changes).toEqual([true, false]);
  clock.advance(10 * minuteMs);
  expect(changes).toEqual([true, false, true]);
});

test('nothing is reported after it was stopped', () => {
  const { clock, changes, watch } = start();
  watch.stop();
  clock.advance(60 * minuteMs);
  expect(changes).toEqual([]);
});
