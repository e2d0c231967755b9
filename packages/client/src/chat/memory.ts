import type { RoomEvent } from '@securechat/protocol';
import type { ChatClientOptions } from '../api.ts';
import type { Entry } from '../timeline/entry.ts';
import { appended } from './list.ts';
import type { ByRoom, MemoryLimits, RoomState } from './model.ts';

/** The size of an entry besides its text: its objects and its id. */
const lineBytes = 320;

/** The number of characters whose length others chose: an event's text, its topic, or the whole of an unknown one. */
export function contentLength(event: RoomEvent): number {
  if (event.type === 'message' || event.type === 'message-edited') {
    const { body } = event;
    if (body.kind === 'deleted') return 0;
    return body.kind === 'text' ? body.text.length : body.json.length;
  }
  if (event.type === 'room-created' || event.type === 'topic') return event.topic.length;
  return event.type === 'unknown' ? event.json.length : 0;
}

/** The approximate size of an entry in memory. */
function entryBytes(entry: Entry): number {
  return entry.kind === 'message' ? lineBytes + 2 * (entry.text?.length ?? 0) : lineBytes;
}

/** The approximate size of these entries in memory. */
export function bytesOf(items: Iterable<Entry>): number {
  let bytes = 0;
  for (const item of items) bytes += entryBytes(item);
  return bytes;
}

/** Enough for 100,000 ordinary entries of a room, and a bound for a server that sends the longest messages. */
export const defaultMemory: MemoryLimits = { lines: 2000, roomBytes: 48 * 1024 * 1024, allBytes: 128 * 1024 * 1024 };

/** The limits from options, with their defaults. */
export function limitsOf({
  maxLines,
  maxBytes,
}: Pick<ChatClientOptions, 'maxLines' | 'maxBytes'>): Partial<MemoryLimits> {
  return {
    ...(maxLines === undefined ? {} : { lines: maxLines }),
    ...(maxBytes === undefined ? {} : { roomBytes: maxBytes.room, allBytes: maxBytes.all }),
  };
}

type Lines = Pick<RoomState, 'timeline' | 'bytes'>;

/**
 * The entries with these at their end, and without the oldest beyond the limits. A room above its byte limit is trimmed to three quarters of
 * it, so that not every new entry copies all others.
 */
export function withLines({ timeline, bytes }: Lines, items: readonly Entry[], limits: MemoryLimits): Lines {
  const count = timeline.length + items.length;
  const at = (i: number) => (i < timeline.length ? timeline.at(i) : items[i - timeline.length]);
  let total = bytes + bytesOf(items);
  let dropped = 0;
  const drop = () => {
    const item = at(dropped++);
    total -= item ? entryBytes(item) : 0;
  };
  while (count - dropped > limits.lines) drop();
  if (total > limits.roomBytes) while (total > (limits.roomBytes * 3) / 4 && dropped < count - 1) drop();
  return { timeline: appended(timeline, items, count - dropped), bytes: total };
}

/** Trims the largest room to a third while all rooms together exceed their byte limit. */
export function withinAll(byRoom: ByRoom, limits: MemoryLimits): ByRoom {
  let total = 0;
  for (const room of Object.values<RoomState>(byRoom)) total += room.bytes;
  if (total <= limits.allBytes) return byRoom;
  const cut: Record<string, RoomState> = Object.assign(Object.create(null), byRoom);
  const largestFirst = Object.values<RoomState>(byRoom).sort((a, b) => b.bytes - a.bytes);
  for (const room of largestFirst) {
    if (total <= (limits.allBytes * 3) / 4) break;
    const lines = withLines(room, [], { ...limits, roomBytes: (room.bytes * 4) / 9 });
    cut[room.id] = { ...room, ...lines, atStart: false };
    total -= room.bytes - lines.bytes;
  }
  return cut;
}

/** Whether a page of older entries fits within the limits. */
export function fits({ bytes }: Lines, items: readonly Entry[], limits: MemoryLimits): boolean {
  return bytes + bytesOf(items) <= limits.roomBytes;
}
