import type { RoomEvent, Seq } from '@securechat/protocol';
import { prepended } from '../chat/list.ts';
import { bytesOf, fits, withLines } from '../chat/memory.ts';
import type { MemoryLimits, RoomState } from '../chat/model.ts';
import { entryOf } from './entry.ts';
import { oldestSeq } from './oldest.ts';

/** The entries of a room, and their approximate size in memory. */
export type Timeline = Pick<RoomState, 'timeline' | 'bytes'>;

/** A timeline without entries. */
export const emptyTimeline: Timeline = { timeline: [], bytes: 0 };

/** The timeline with the next events, without its oldest entries if it exceeds the limits. Pure. */
export function project(before: Timeline, events: readonly RoomEvent[], limits: MemoryLimits): Timeline {
  return withLines(before, events.map(entryOf), limits);
}

/** The timeline of a device's cached events, which are within the limits. */
export function projectStored(events: readonly RoomEvent[]): Timeline {
  const timeline = events.map(entryOf);
  return { timeline, bytes: bytesOf(timeline) };
}

/**
 * The timeline with a page of older events. Undefined if the page does not fit because of the limits, or because the oldest entry is no
 * longer the one at `before`.
 */
export function projectOlder(
  room: Timeline & Pick<RoomState, 'cursor'>,
  { before, events }: { readonly before: Seq; readonly events: readonly RoomEvent[] },
  limits: MemoryLimits,
): Timeline | undefined {
  const items = events.map(entryOf);
  if (oldestSeq(room) !== before || !fits(room, items, limits)) return undefined;
  return { timeline: prepended(room.timeline, items), bytes: room.bytes + bytesOf(items) };
}
