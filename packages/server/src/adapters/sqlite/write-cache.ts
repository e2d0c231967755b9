// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { SqliteConnection } from './database.ts';

/** The newest seq of a room; `dirty` while the database does not know it yet. */
export type Head = { readonly room: RoomId; seq: Seq; dirty: boolean };
type WriterSession = { readonly user: UserId; readonly rooms: Map<RoomId, Head> };
type Found = { readonly open: number; readonly member: number; readonly head: Seq | null };

/** More than a busy server has talking at once; past it, all is asked anew. */
const maxSpeakers = 10_000;

const look = `SELECT
  EXISTS (SELECT 1 FROM sessions WHERE id = ? AND user = ?) AS open,
  EXISTS (SELECT 1 FROM memberships WHERE user = ? AND room = ? AND to_seq IS NULL) AS member,
  (SELECT head FROM rooms WHERE id = ?) AS head`;

/**
 * Who may write where, and how far each room is: answers of the database that the messages of a transaction share. They outlive it only
 * while nothing but messages has been written since, by this connection or (SQLite's data_version tells) by any other, so that
 * they are what the transaction would read itself.
 */
export class WriteCache {
  readonly #db: SqliteConnection;
  readonly #speakers = new Map<SessionId, WriterSession>();
  readonly #heads = new Map<RoomId, Head>();
  #dirty: Head[] = [];
  #version: number | undefined;

  constructor(db: SqliteConnection) {
    this.#db = db;
  }

  /** A transaction has begun. */
  begin(): void {
    const version = this.#db.dataVersion();
    if (version !== this.#version || this.#speakers.size > maxSpeakers) this.invalidate();
    this.#version = version;
  }

  /** The head of the room in which this session may write; or why it may not. */
  headFor(session: SessionId, user: UserId, room: RoomId): Head | 'session_expired' | 'not_a_member' {
    const sender = this.#speakers.get(session);
    const known = sender?.user === user ? sender.rooms.get(room) : undefined;
    if (known) return known;
    const found = this.#db.get<Found>(look, session, user, user, room, room);
    if (!found?.open) return 'session_expired';
    if (!found.member || found.head === null) return 'not_a_member';
    const head = this.#heads.get(room) ?? { room, seq: found.head, dirty: false };
    this.#heads.set(room, head);
    if (sender?.user === user) sender.rooms.set(room, head);
    else this.#speakers.set(session, { user, rooms: new Map([[room, head]]) });
    return head;
  }

  /** An event has been stored under the next seq. */
  advance(head: Head): void {
    head.seq++;
    if (!head.dirty) this.#dirty.push(head);
    head.dirty = true;
  }

  /** Writes the heads down. Comes before the commit, and before any step that is not an append. */
  flushHeads(): void {
    for (const head of this.#dirty) {
      this.#db.run('UPDATE rooms SET head = ? WHERE id = ?', head.seq, head.room);
      head.dirty = false;
    }
    this.#dirty = [];
  }

  /** Asks everything anew from now on: something else has changed the database, or what was written was rolled back. */
  invalidate(): void {
    this.#speakers.clear();
    this.#heads.clear();
    this.#dirty = [];
  }
}
