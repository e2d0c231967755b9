import type { Failure, LogPage } from '@securechat/client';
import type { RoomId, Seq } from '@securechat/protocol';
import { ok, type Result } from '@securechat/protocol/result';
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../text/duration.ts';

/** A position in a room: a seq, or a time that depends on when the command runs. */
export type SincePoint = { readonly seq: Seq } | { readonly atMs: (nowMs: number) => number };

function midnight(nowMs: number, daysBack: number): number {
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBack).getTime();
}

/** A date with an optional time, in the local zone unless one is given. */
function momentOf(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (!match) return undefined;
  const [, date = '', time = '00:00', seconds = ':00', zone = ''] = match;
  const atMs = Date.parse(`${date}T${time}${seconds}${zone}`);
  // `new Date` would turn the 31st of a shorter month into another day.
  const sameDay = new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
  return Number.isNaN(atMs) || !sameDay ? undefined : atMs;
}

/** Parses a position: `4711`, `2h`, `today`, `yesterday`, `09:30`, `2026-11-27`, `2026-11-27T10:00`. */
export function parsePlace(text: string): SincePoint {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return { seq: Number(text) };
  if (text === 'today') return { atMs: (nowMs) => midnight(nowMs, 0) };
  if (text === 'yesterday') return { atMs: (nowMs) => midnight(nowMs, 1) };
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours !== undefined) {
    return { atMs: (nowMs) => new Date(midnight(nowMs, 0)).setHours(Number(hours), Number(minutes)) };
  }
  const agoMs = parseDuration(text);
  if (agoMs !== undefined) return { atMs: (nowMs) => nowMs - agoMs };
  const atMs = validMoment(text);
  if (atMs === undefined) {
    throw new InvalidArgumentError(
      'It must be a seq (a number), an age such as 2h, today, yesterday, 09:30, or a date such as 2026-11-27 or 2026-11-27T10:00.',
    );
  }
  return { atMs: () => atMs };
}

function validMoment(text: string): number | undefined {
  try {
    return momentOf(text);
  } catch {
    // An invalid date such as 2026-13-45.
    return undefined;
  }
}

type FetchLog = (ask: { room: RoomId; after?: Seq; limit: number }) => Promise<Result<LogPage, Failure>>;

/** The seq before the first event of a room at or after a point in time. Events are in the order of time, so this is a binary search. */
export async function seqBefore(fetchLog: FetchLog, room: RoomId, atMs: number): Promise<Result<Seq, Failure>> {
  const newest = await fetchLog({ room, limit: 1 });
  if (!newest.ok) return newest;
  let [low, high] = [0, newest.value.events[0]?.seq ?? 0];
  // Everything up to `low` is older; the first newer event is at or below `high`, if there is one.
  while (low < high) {
    const middle = (low + high) >> 1;
    const page = await fetchLog({ room, after: middle, limit: 1 });
    if (!page.ok) return page;
    const next = page.value.events[0];
    if (next !== undefined && next.at < atMs) low = next.seq;
    else high = middle;
  }
  return ok(low);
}

/** Resolves a position to a seq. */
export async function seqOf(
  fetchLog: FetchLog,
  room: RoomId,
  place: SincePoint,
  nowMs: number,
): Promise<Result<Seq, Failure>> {
  return 'seq' in place ? ok(place.seq) : await seqBefore(fetchLog, room, place.atMs(nowMs));
}
