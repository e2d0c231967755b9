import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { highlightCounter } from '../../domain/highlights.ts';
import { readSearchText } from '../../domain/search-text.ts';
import type { SqliteConnection } from './database.ts';

/** A room with messages above the user's mark, or above the beginning of the membership. */
type UnreadRoom = { readonly room: RoomId; readonly after: Seq; readonly count: number };
type MessageRow = { readonly seq: Seq; readonly type: string; readonly body: string | null };

const mark = `coalesce((SELECT s.value ->> '$.seq' FROM user_state s
  WHERE s.user = m.user AND s.kind = 'read' AND s.key = m.room), 0)`;
const named = `SELECT 1 FROM mentions n
  WHERE n.user = m.user AND n.room = m.room AND n.seq > ${mark} LIMIT ${limits.mentionCount}`;
const selectCounts = `SELECT m.room, (SELECT count(*) FROM (${named}) few) AS count FROM memberships m
  WHERE m.user = +? AND m.to_seq IS NULL`;
/** In a direct room each message counts, whatever its words. */
const selectUnread = `SELECT m.room, max(m.from_seq, ${mark}) AS after, (SELECT count(*) FROM (${named}) few) AS count
  FROM memberships m JOIN rooms r ON r.id = m.room
  WHERE m.user = +? AND m.to_seq IS NULL AND r.kind <> 'direct' AND r.head > max(m.from_seq, ${mark})`;
/** Messages of others that do not mention the user: those are counted already. */
const selectTexts = `SELECT e.seq, e.type, e.body FROM events e
  WHERE e.room = +? AND e.seq > +? AND e.type = 'message' AND e.author <> +?
    AND NOT EXISTS (SELECT 1 FROM mentions n WHERE n.user = +? AND n.room = e.room AND n.seq = e.seq)
  ORDER BY e.seq DESC`;
const selectWords = "SELECT key FROM user_state WHERE user = +? AND kind = 'highlight' AND value IS NOT NULL";

/** Reads no more messages than are taken from it. */
function* textsOf(db: SqliteConnection, user: UserId, { room, after }: UnreadRoom): Generator<string> {
  for (const { seq, type, body } of db.iterate<MessageRow>(selectTexts, room, after, user, user)) {
    const text = readSearchText({ seq, type, payload: JSON.parse(body ?? 'null') })?.text;
    if (text !== undefined) yield text;
  }
}

/** The read that counts unread messages for somebody. */
export function mentionCountReads(db: SqliteConnection) {
  return {
    async mentionCounts(user: UserId): Promise<ReadonlyMap<RoomId, number>> {
      const counts = new Map<RoomId, number>();
      for (const { room, count } of db.all<Omit<UnreadRoom, 'after'>>(selectCounts, user)) counts.set(room, count);
      const words = db.all<{ key: string }>(selectWords, user).map(({ key }) => key);
      if (words.length > 0) {
        const counter = highlightCounter(words);
        const rooms = db.all<UnreadRoom>(selectUnread, user);
        for (const unread of rooms) counts.set(unread.room, counter(textsOf(db, user, unread), unread.count));
      }
      return new Map([...counts].filter(([, count]) => count > 0));
    },
  };
}
