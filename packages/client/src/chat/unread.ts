import type { RoomId, UserId } from '@securechat/protocol';
import { isOneWord, type WordRange } from '@securechat/protocol/words';
import type { ChatState, RoomState } from './model.ts';

/** Unread messages of others in a room. */
type UnreadCounts = {
  readonly unread: number;
  /** How many of them mention the user. */
  readonly mentions: number;
  /** The time of the oldest unread message, and of the oldest mention. */
  readonly sinceMs: number | undefined;
  readonly mentionedMs: number | undefined;
};

const nothing: UnreadCounts = { unread: 0, mentions: 0, sinceMs: undefined, mentionedMs: undefined };

const patterns = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
  // Names have ASCII letters, digits, _ and - only, none of which is special in a pattern.
  const pattern = patterns.get(name) ?? new RegExp(`[@\uff20]${name}`, 'gi');
  patterns.set(name, pattern);
  return pattern;
}

/** A character that continues an address, or makes `@name` a part of one (`bob.@ada`, `@@ada`). */
const ofAddress = /[@.-]$/;

function standsAlone(text: string, from: number, to: number): boolean {
  // Longer than any grapheme; the rest of the text does not matter.
  const before = text.slice(Math.max(0, from - 64), from);
  const after = text.slice(to, to + 3);
  const name = text.slice(from + 1, to);
  if (ofAddress.test(before) || isOneWord(before, name)) return false;
  // A hyphen may be a dash, or continue a longer name.
  return !isOneWord(name, after) && !(after.startsWith('-') && isOneWord(name, after.slice(1)));
}

/** The positions of `@name` as a separate word, in any case. */
export function mentionsIn(text: string, name: string): WordRange[] {
  // Most texts have none, and need no pattern.
  if (!text.includes('@') && !text.includes('\uff20')) return [];
  return [...text.matchAll(patternOf(name))]
    .map(({ index, 0: { length } }) => ({ from: index, to: index + length }))
    .filter(({ from, to }) => standsAlone(text, from, to));
}

/** True for a text with `@name` as a separate word, in any case. */
export function mentions(text: string, name: string): boolean {
  return mentionsIn(text, name).length > 0;
}

function count({ timeline, readUpTo }: RoomState, me: UserId | undefined): UnreadCounts {
  let { unread, mentions: named, sinceMs, mentionedMs } = nothing;
  for (let i = timeline.length - 1; i >= 0; i--) {
    const entry = timeline.at(i);
    if (entry?.seq !== undefined && entry.seq <= readUpTo) break;
    if (entry?.kind !== 'message' || entry.author === me) continue;
    unread++;
    sinceMs = entry.at;
    if (me !== undefined && entry.text !== undefined && mentions(entry.text, me)) {
      named++;
      mentionedMs = entry.at;
    }
  }
  return unread === 0 ? nothing : { unread, mentions: named, sinceMs, mentionedMs };
}

type CountedRoom = { readonly readUpTo: number; readonly me: UserId | undefined; readonly attention: UnreadCounts };
/** A cache by timeline, which stays the same while only presence or typing change. */
const counted = new WeakMap<object, CountedRoom>();

/** The unread messages of a room. Cached while its timeline stays the same. */
export function unreadCountsOf(room: RoomState, me: UserId | undefined): UnreadCounts {
  if (room.readUpTo >= room.cursor) return nothing;
  const known = counted.get(room.timeline);
  if (known && known.readUpTo === room.readUpTo && known.me === me) return known.attention;
  const attention = count(room, me);
  counted.set(room.timeline, { readUpTo: room.readUpTo, me, attention });
  return attention;
}

/** The number of unread messages of others. */
export function unreadCount(room: RoomState, me?: UserId): number {
  return unreadCountsOf(room, me).unread;
}

/** The number of unread messages that mention the user. */
export function mentionCount(room: RoomState, me: UserId | undefined): number {
  return unreadCountsOf(room, me).mentions;
}

/** Unread rooms in the order to visit them: mentions first, then the oldest unread message. */
export function roomsWithNews({ rooms, byRoom, me }: ChatState): readonly RoomId[] {
  const news = rooms.flatMap((id) => {
    const room = byRoom[id];
    const attention = room ? unreadCountsOf(room, me) : nothing;
    return attention.unread > 0 ? [{ id, attention }] : [];
  });
  const rank = ({ attention }: (typeof news)[number]) => (attention.mentions > 0 ? 0 : 1);
  const since = ({ attention }: (typeof news)[number]) => attention.mentionedMs ?? attention.sinceMs ?? 0;
  return news.sort((a, b) => rank(a) - rank(b) || since(a) - since(b)).map(({ id }) => id);
}
