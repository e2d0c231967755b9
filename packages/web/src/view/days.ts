import type { Line } from './lines.ts';
import { sayDay } from './moment.ts';

/** The lines with another above the first of each day. Today goes without saying at the very top. */
export function withDays(lines: readonly Line[], nowMs: number): Line[] {
  let before = sayDay(nowMs)?.iso;
  return lines.flatMap((line): Line[] => {
    const day = sayDay(line.atMs);
    if (day === undefined || day.iso === before) return [line];
    before = day.iso;
    return [{ key: `d-${line.key}`, kind: 'day', atMs: line.atMs, text: day.shown }, line];
  });
}
