import type { RoomId, RoomKind, UserId } from '@securechat/protocol';
import { type Everybody, namesIn } from '@securechat/protocol/mention';
import type { WordRange } from '@securechat/protocol/words';
import type { MessageEntry } from '../timeline/entry.ts';
import { notifyLevelOf } from '../user-state/notify-level.ts';
import { emptyUserState, type UserState } from '../user-state/user-state.ts';
import type { ChatState, RoomState } from './model.ts';

/** Unread messages of others in a room. */
export type UnreadCounts = {
  readonly unread: number;
  /** How many of them mention the user, or are in a direct room. */
  readonly mentions: number;
  /** The time of the oldest unread message, and of the oldest mention. */
  readonly sinceMs: number | undefined;
  readonly mentionedMs: number | undefined;
};

const nothing: UnreadCounts = { unread: 0, mentions: 0, sinceMs: undefined, mentionedMs: undefined };

/** The positions of `@name` as a separate word, in any case (`namesIn`), and of what mentions everybody. */
export function mentionsIn(text: string, name: string, everybody?: Everybody): WordRange[] {
  return namesIn(text).filter((found) => found.name === name || found.name === everybody);
}

/** True for a text with `@name` as a separate word, in any case. */
export function mentions(text: string, name: string): boolean {
  return mentionsIn(text, name).length > 0;
}

/** Whether a message is addressed to the user: it mentions them or everybody, or is in a direct room. */
export function isForMe(
  kind: RoomKind,
  { text, everybody }: Pick<MessageEntry, 'text' | 'everybody'>,
  me: UserId | undefined,
): boolean {
  if (kind === 'direct' || everybody !== undefined) return true;
  return me !== undefined && text !== undefined && mentions(text, me);
}

/** The user's own messages are not unread, and neither are those of blocked people; as far as they are loaded, since nobody counts them. */
function count(
  { kind, timeline, readUpTo, messages, readCount, mentionsAtSync }: RoomState,
  me: UserId | undefined,
  blocked: Blocked,
): UnreadCounts {
  let { mentions: named, sinceMs, mentionedMs } = nothing;
  let unread = messages - readCount;
  // Of those that the server has counted, how many are loaded.
  let counted = 0;
  for (let i = timeline.length - 1; i >= 0; i--) {
    const entry = timeline.at(i);
    if (entry?.seq !== undefined && entry.seq <= readUpTo) break;
    if (entry?.kind !== 'message') continue;
    if (entry.author === me || blocked.has(entry.author)) {
      unread--;
      continue;
    }
    sinceMs = entry.at;
    if (isForMe(kind, entry, me)) {
      named++;
      mentionedMs = entry.at;
      if (mentionsAtSync && entry.seq <= mentionsAtSync.asOf) counted++;
    }
  }
  // The others are among the messages that are not loaded.
  if (mentionsAtSync?.readUpTo === readUpTo) named += Math.max(0, mentionsAtSync.count - counted);
  // In a direct room each message counts, loaded or not.
  if (kind === 'direct') named = unread;
  return unread <= 0 ? nothing : { unread, mentions: Math.min(named, unread), sinceMs, mentionedMs };
}

type Blocked = UserState['block'];
type CountedRoom = {
  readonly readUpTo: number;
  readonly readCount: number;
  readonly me: UserId | undefined;
  readonly mentionsAtSync: RoomState['mentionsAtSync'];
  readonly blocked: Blocked;
  readonly attention: UnreadCounts;
};
/** A cache by timeline, which stays the same while only presence or typing change. */
const counted = new WeakMap<object, CountedRoom>();

/** The unread messages of a room, except those of blocked people. Cached while its timeline stays the same. */
export function unreadCountsOf(
  room: RoomState,
  me: UserId | undefined,
  blocked: Blocked = emptyUserState.block,
): UnreadCounts {
  if (room.messages <= room.readCount) return nothing;
  const known = counted.get(room.timeline);
  const { readUpTo, readCount, mentionsAtSync } = room;
  const isSame = known?.readUpTo === readUpTo && known.readCount === readCount && known.me === me;
  if (isSame && known.blocked === blocked && known.mentionsAtSync === mentionsAtSync) return known.attention;
  const attention = count(room, me, blocked);
  counted.set(room.timeline, { readUpTo, readCount, me, mentionsAtSync, blocked, attention });
  return attention;
}

/** The unread messages of a room that its notification level counts: at `mentions` those for the user, and none of a muted room. */
export function attentionOf(state: Pick<ChatState, 'byRoom' | 'me' | 'userState'>, id: RoomId): UnreadCounts {
  const room = state.byRoom[id];
  const level = notifyLevelOf(state, id);
  if (!room || level === 'none') return nothing;
  const counts = unreadCountsOf(room, state.me, state.userState.block);
  if (level !== 'mentions') return counts;
  const { mentions, mentionedMs } = counts;
  return mentions === 0 ? nothing : { unread: mentions, mentions, sinceMs: mentionedMs, mentionedMs };
}

/** The number of unread messages of others. */
export function unreadCount(room: RoomState, me?: UserId): number {
  return unreadCountsOf(room, me).unread;
}

/** The number of unread messages that mention the user, or are in a direct room. */
export function mentionCount(room: RoomState, me: UserId | undefined): number {
  return unreadCountsOf(room, me).mentions;
}

/** Whether a message of another room is announced: its author is not blocked, and the room's level includes it. */
export function isAnnounced(state: Pick<ChatState, 'byRoom' | 'me' | 'userState'>, message: MessageEntry): boolean {
  const { me, byRoom } = state;
  const level = notifyLevelOf(state, message.room);
  if (state.userState.block.has(message.author) || level === 'none') return false;
  return level !== 'mentions' || isForMe(byRoom[message.room]?.kind ?? 'public', message, me);
}

/** Unread rooms in the order to visit them: mentions first, then the oldest unread message. Muted rooms are not among them. */
export function roomsWithNews(state: ChatState): readonly RoomId[] {
  const news = state.rooms.flatMap((id) => {
    const attention = attentionOf(state, id);
    return attention.unread > 0 ? [{ id, attention }] : [];
  });
  const rank = ({ attention }: (typeof news)[number]) => (attention.mentions > 0 ? 0 : 1);
  const since = ({ attention }: (typeof news)[number]) => attention.mentionedMs ?? attention.sinceMs ?? 0;
  return news.sort((a, b) => rank(a) - rank(b) || since(a) - since(b)).map(({ id }) => id);
}
