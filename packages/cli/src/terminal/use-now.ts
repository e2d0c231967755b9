import type { Clock } from '@securechat/client';
import { dayOf } from '@securechat/client/present';
import { useEffect, useState } from 'react';

const tickMs = 1000;
/** The interval for checking the day: a timer until midnight would be late if the machine slept or the clock was set. */
const lookMs = 60_000;

/** Until midnight, local time, but no longer than the check interval. */
function untilLook(nowMs: number): number {
  const now = new Date(nowMs);
  const midnightMs = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
  return Math.min(Math.max(tickMs, midnightMs - nowMs), lookMs);
}

/** The current time, updated each second while something on the screen depends on it, and otherwise when the day changes. */
export function useNow(clock: Pick<Clock, 'nowMs' | 'after'>, counting: boolean): number {
  const [, tick] = useState(0);
  useEffect(() => {
    let day = dayOf(clock.nowMs());
    let cancel = () => {};
    const again = () => {
      cancel = clock.after(counting ? tickMs : untilLook(clock.nowMs()), () => {
        const today = dayOf(clock.nowMs());
        if (counting || today !== day) tick((n) => n + 1);
        day = today;
        again();
      });
    };
    again();
    return () => cancel();
  }, [clock, counting]);
  return clock.nowMs();
}
