import type { RoomEvent, RoomKind, Seq } from '@securechat/protocol';
import { prepended } from '../chat/list.ts';
import { bytesOf, fits, withLines } from '../chat/memory.ts';
import type { MemoryLimits, RoomState } from '../chat/model.ts';
import { changedEntry } from './changed-entry.ts';
import { entryOf, type MessageEntry, type SystemEntry } from './entry.ts';
import { type CurrentEvent, isMessageChange, type MessageChangeEvent } from './message-changes.ts';
import { oldestSeq } from './oldest.ts';

/** The entries of a room, and their approximate size in memory. */
export type Timeline = Pick<RoomState, 'timeline' | 'bytes'>;

const beginnings: readonly SystemEntry['change'][] = ['room-created', 'member-joined'];

/** A timeline without entries. */
export const emptyTimeline: Timeline = { timeline: [], bytes: 0 };

/** The entries of a room's events. How a direct room began is not shown: its members are always the same. */
function entriesOf(kind: RoomKind, events: readonly CurrentEvent[]): (MessageEntry | SystemEntry)[] {
  const entries = events.filter((event) => !isMessageChange(event)).map(entryOf);
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
  const whole = lines.timeline.length === before.timeline.length + entries.length;
  return { ...withChanges(lines, events.filter(isMessageChange)), whole };
}

/** The timeline after these changes of its messages; those that it does not have are not changed in it. */
function withChanges(before: Timeline, changes: readonly MessageChangeEvent[]): Timeline {
  if (changes.length === 0) return before;
  const byTarget = new Map<Seq, MessageChangeEvent[]>();
  for (const change of changes) byTarget.set(change.target, [...(byTarget.get(change.target) ?? []), change]);
  return withReplaced(before, (entry) => (byTarget.get(entry.seq) ?? []).reduce(changedEntry, entry));
}

/** The timeline with other entries in place of its messages; the same object if none is another. */
export function withReplaced(before: Timeline, replace: (entry: MessageEntry) => MessageEntry): Timeline {
  let isSame = true;
  const timeline = [...before.timeline].map((entry) => {
    const after = entry.kind === 'message' ? replace(entry) : entry;
    isSame &&= after === entry;
    return after;
  });
  return isSame ? before : { timeline, bytes: bytesOf(timeline) };
}

/** The timeline of a device's cached events, which are within the limits. */
export function projectStored(kind: RoomKind, events: readonly CurrentEvent[]): Timeline {
  const timeline = entriesOf(kind, events);
  return { timeline, bytes: bytesOf(timeline) };
}

/**
 * The timeline with a page of older events. Undefined if the page does not fit because of the limits, or because the oldest entry is no
 * longer the one at `before`.
 */
export function projectOlder(
  room: Timeline & Pick<RoomState, 'cursor' | 'kind'>,
  { before, events }: { readonly before: Seq; readonly events: readonly CurrentEvent[] },
  limits: MemoryLimits,
): Timeline | undefined {
  const items = entriesOf(room.kind, events);
  if (oldestSeq(room) !== before || !fits(room, items, limits)) return undefined;
  return { timeline: prepended(room.timeline, items), bytes: room.bytes + bytesOf(items) };
}
