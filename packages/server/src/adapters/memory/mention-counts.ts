import type { RoomId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { highlightCounter } from '../../domain/highlights.ts';
import type { Memory, Room } from './state.ts';

/** The texts of others above the user's mark and in the current membership, newest first, that do not mention the user. */
function* unreadTexts(memory: Memory, user: UserId, { id, events, texts, ranges }: Room): Generator<string> {
  const after = Math.max(ranges.get(user)?.at(-1)?.from ?? 0, memory.userState.readUpTo(user, id));
  const named = new Set(memory.mentionsOf(user, undefined));
  for (const event of events.toReversed()) {
    if (event.seq <= after) return;
    const text = texts.get(event.seq);
    if (text !== undefined && event.author !== user && !named.has(event)) yield text;
  }
}

/** How many messages above the user's read marks mention the user or have one of their highlight words, by room. */
export function mentionCounts(memory: Memory, user: UserId): ReadonlyMap<RoomId, number> {
  const counts = new Map<RoomId, number>();
  const add = (room: RoomId, count: number) => {
    if (count > 0) counts.set(room, Math.min(count, limits.mentionCount));
  };
  for (const { room, seq } of memory.mentionsOf(user, undefined)) {
    if (seq > memory.userState.readUpTo(user, room)) add(room, (counts.get(room) ?? 0) + 1);
  }
  const counter = highlightCounter(memory.userState.keysOf(user, 'highlight'));
  for (const room of memory.roomsOf(user)) {
    // In a direct room each message counts, whatever its words.
    if (room.roomKind !== 'direct') add(room.id, counter(unreadTexts(memory, user, room), counts.get(room.id) ?? 0));
  }
  return counts;
}
