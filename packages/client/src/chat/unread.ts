import type { RoomId, RoomKind, UserId } from '@securechat/protocol';
import { highlightsIn } from '@securechat/protocol/highlight';
import { type Everybody, namesIn } from '@securechat/protocol/mention';
import type { WordRange } from '@securechat/protocol/words';
import type { MessageEntry } from '../timeline/entry.ts';
import { highlightWords } from '../user-state/highlight-words.ts';
import { notifyLevelOf } from '../user-state/notify-level.ts';
import { emptyUserState, type UserState } from '../user-state/user-state.ts';
import type { ChatState, RoomState } from './model.ts';

/** Unread messages of others in a room. */
export type UnreadCounts = {
  readonly unread: number;
  /** How many of them mention the user, have one of the user's highlight words, or are in a direct room. */
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

/** The user, and the words of which the user wants to know. */
type Reader = { readonly me: UserId | undefined; readonly words: readonly string[] };

/** Whether a message is addressed to the user: it mentions them or everybody, has one of their words, or is in a direct room. */
export function isForMe(
  kind: RoomKind,
  { text, everybody }: Pick<MessageEntry, 'text' | 'everybody'>,
  { me, words }: Reader,
): boolean {
  if (kind === 'direct' || everybody !== undefined) return true;
  if (me === undefined || text === undefined) return false;
  return mentions(text, me) || highlightsIn(text, words).length > 0;
}

/** The user's own messages are not unread, and neither are those of blocked people; as far as they are loaded, since nobody counts them. */
function count(
  { kind, timeline, readUpTo, messages, readCount, mentionsAtSync }: RoomState,
  reader: Reader,
  blocked: UserState['block'],
): UnreadCounts {
  let { mentions: named, sinceMs, mentionedMs } = nothing;
  let unread = messages - readCount;
  // Of those that the server has counted, how many are loaded.
  let counted = 0;
  for (let i = timeline.length - 1; i >= 0; i--) {
    const entry = timeline.at(i);
    if (entry?.seq !== undefined && entry.seq <= readUpTo) break;
    if (entry?.kind !== 'message') continue;
    if (entry.author === reader.me || blocked.has(entry.author)) {
      unread--;
      continue;
    }
    sinceMs = entry.at;
    const isMine = isForMe(kind, entry, reader);
    if (isMine) {
      named++;
      mentionedMs = entry.at;
    }
    if (!mentionsAtSync || entry.seq > mentionsAtSync.asOf) continue;
    // The words may have changed since.
    const { words } = mentionsAtSync;
    if (words === reader.words ? isMine : isForMe(kind, entry, { me: reader.me, words })) counted++;
  }
  // The others are among the messages that are not loaded.
  if (mentionsAtSync?.readUpTo === readUpTo) named += Math.max(0, mentionsAtSync.count - counted);
  // In a direct room each message counts, loaded or not.
  if (kind === 'direct') named = unread;
  return unread <= 0 ? nothing : { unread, mentions: Math.min(named, unread), sinceMs, mentionedMs };
}

type CountedRoom = Pick<RoomState, 'readUpTo' | 'readCount' | 'mentionsAtSync'> & {
  readonly me: UserId | undefined;
  readonly blocked: UserState['block'];
  readonly highlight: UserState['highlight'];
  readonly attention: UnreadCounts;
};
/** A cache by timeline, which stays the same while only presence or typing change. */
const counted = new WeakMap<object, CountedRoom>();

/** The unread messages of a room, except those of blocked people. Cached while its timeline stays the same. */
export function unreadCountsOf(
  room: RoomState,
  me: UserId | undefined,
  userState: Pick<UserState, 'block' | 'highlight'> = emptyUserState,
): UnreadCounts {
  if (room.messages <= room.readCount) return nothing;
  const { block: blocked, highlight } = userState;
  const known = counted.get(room.timeline);
  const { readUpTo, readCount, mentionsAtSync } = room;
  const isSame = known?.readUpTo === readUpTo && known.readCount === readCount && known.me === me;
  const isSameState = known?.blocked === blocked && known.highlight === highlight;
  if (isSame && isSameState && known.mentionsAtSync === mentionsAtSync) return known.attention;
  const attention = count(room, { me, words: highlightWords(highlight) }, blocked);
  counted.set(room.timeline, { readUpTo, readCount, me, mentionsAtSync, blocked, highlight, attention });
  return attention;
}

/** The unread messages of a room that its notification level counts: at `mentions` those for the user, and none of a muted room. */
export function attentionOf(state: Pick<ChatState, 'byRoom' | 'me' | 'userState'>, id: RoomId): UnreadCounts {
  const room = state.byRoom[id];
  const level = notifyLevelOf(state, id);
  if (!room || level === 'none') return nothing;
  const counts = unreadCountsOf(room, state.me, state.userState);
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
  const { me, byRoom, userState } = state;
  const level = notifyLevelOf(state, message.room);
  if (userState.block.has(message.author) || level === 'none') return false;
  const reader = { me, words: highlightWords(userState.highlight) };
  return level !== 'mentions' || isForMe(byRoom[message.room]?.kind ?? 'public', message, reader);
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
