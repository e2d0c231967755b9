import { sayDay } from '@securechat/client/present';
import { isoDay } from './dates.ts';
import type { TimelineLine } from './lines.ts';

/**
 * The lines with a day line above the first of each day, except for today at the very top. Pending messages start no day: their time is
 * this device's, and they are at the end however old they are.
 */
export function withDays(lines: readonly TimelineLine[], nowMs: number): TimelineLine[] {
  let before = isoDay(nowMs);
  return lines.flatMap((line): TimelineLine[] => {
    const day = line.kind === 'pending' ? undefined : isoDay(line.atMs);
    if (day === undefined || day === before) return [line];
    before = day;
    return [{ key: `d-${line.key}`, kind: 'day', atMs: line.atMs, text: sayDay(line.atMs, nowMs)[0] ?? day }, line];
  });
}
