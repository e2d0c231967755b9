import type { RoomEvent, RoomKind, Seq } from '@securechat/protocol';
import { prepended } from '../chat/list.ts';
import { bytesOf, fits, withLines } from '../chat/memory.ts';
import type { MemoryLimits, RoomState } from '../chat/model.ts';
import { entryOf, type MessageEntry, type SystemEntry } from './entry.ts';
import { oldestSeq } from './oldest.ts';

/** The entries of a room, and their approximate size in memory. */
export type Timeline = Pick<RoomState, 'timeline' | 'bytes'>;

const beginnings: readonly SystemEntry['change'][] = ['room-created', 'member-joined'];

/** A timeline without entries. */
export const emptyTimeline: Timeline = { timeline: [], bytes: 0 };

/** The entries of a room's events. How a direct room began is not shown: its members are always the same. */
function entriesOf(kind: RoomKind, events: readonly RoomEvent[]): (MessageEntry | SystemEntry)[] {
  const entries = events.map(entryOf);
  if (kind !== 'direct') return entries;
  return entries.filter((entry) => entry.kind === 'message' || !beginnings.includes(entry.change));
}

/**
 * The timeline with the next events, without its oldest entries if it exceeds the limits; `whole` if none were left out for that. Pure.
 */
export function project(
  before: Timeline,
  { kind, events }: { readonly kind: RoomKind; readonly events: readonly RoomEvent[] },
  limits: MemoryLimits,
): Timeline & { readonly whole: boolean } {
  const entries = entriesOf(kind, events);
  const lines = withLines(before, entries, limits);
  return { ...lines, whole: lines.timeline.length === before.timeline.length + entries.length };
}

/** The timeline of a device's cached events, which are within the limits. */
export function projectStored(kind: RoomKind, events: readonly RoomEvent[]): Timeline {
  const timeline = entriesOf(kind, events);
  return { timeline, bytes: bytesOf(timeline) };
}

/**
 * The timeline with a page of older events. Undefined if the page does not fit because of the limits, or because the oldest entry is no
 * longer the one at `before`.
 */
export function projectOlder(
  room: Timeline & Pick<RoomState, 'cursor' | 'kind'>,
  { before, events }: { readonly before: Seq; readonly events: readonly RoomEvent[] },
  limits: MemoryLimits,
): Timeline | undefined {
  const items = entriesOf(room.kind, events);
  if (oldestSeq(room) !== before || !fits(room, items, limits)) return undefined;
  return { timeline: prepended(room.timeline, items), bytes: room.bytes + bytesOf(items) };
}
