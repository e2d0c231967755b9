import { InvalidArgumentError } from 'commander';

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A duration as people write it, in milliseconds: `90` and `90s` are seconds, then `500ms`, `2m`, `1h30m`, `2d`, `1w`. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(text)) return undefined;
  let totalMs = 0;
  for (const [, size, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    totalMs += Number(size) * (unitsMs[unit] ?? 0);
  }
  return totalMs;
}

/** A duration of at most `maxTimerMs` for an option: milliseconds, or Infinity for `forever`. */
export function waitDuration(text: string): number {
  if (text === 'forever') return Number.POSITIVE_INFINITY;
  const ms = parseDuration(text);
  if (ms === undefined || ms > maxTimerMs)
    throw new InvalidArgumentError('It must be a duration such as 30s, 2m or 1h, 0 or forever.');
  return ms;
}

/** As `waitDuration`, but above 0 and finite. */
export function timeout(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms === 0 || ms > maxTimerMs)
    throw new InvalidArgumentError('It must be a duration above 0, such as 30s or 2m.');
  return ms;
}

/** The longest delay of a Node timer. */
const maxTimerMs = 2 ** 31 - 1;
