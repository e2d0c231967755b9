import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';

const minuteMs = 60_000;
const unitsMs: Readonly<Record<string, number>> = {
  m: minuteMs,
  h: 60 * minuteMs,
  d: 24 * 60 * minuteMs,
  w: 7 * 24 * 60 * minuteMs,
};

/** The duration of a ban as people write it: `30m`, `12h`, `7d`, `2w`. The error is a sentence. */
export function readDuration(text: string): Result<number, string> {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhdw])$/i.exec(text) ?? [];
  const ms = Number(count) * (unitsMs[unit.toLowerCase()] ?? 0);
  if (ms > 0 && ms <= limits.banMs) return ok(ms);
  return err('Write how long as 30m, 12h, 7d or 2w, at most ten years.');
}
