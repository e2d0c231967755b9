import { sayDay } from '@securechat/client/present';
import { isoDay } from './dates.ts';
import type { TimelineLine } from './lines.ts';

/**
 * The lines with another above the first of each day. Today goes without saying at the very top. What has no place yet begins none: its
 * time is this device's, and it stands at the end however old it is.
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
