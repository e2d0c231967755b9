import type { Clock } from '@securechat/client';
import { useEffect, useState } from 'react';

const tickMs = 1000;

/** The time, drawn anew each second while something on the screen counts it. */
export function useNow(clock: Pick<Clock, 'nowMs' | 'after'>, counting: boolean): number {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!counting) return;
    let cancel = () => {};
    const again = () => {
      cancel = clock.after(tickMs, () => {
        tick((n) => n + 1);
        again();
      });
    };
    again();
    return () => cancel();
  }, [clock, counting]);
  return clock.nowMs();
}
