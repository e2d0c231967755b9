// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { AppendFacts } from '../../domain/decide-append.ts';
import type { SqliteConnection } from './database.ts';

/** The newest seq of a room; `dirty` until it is written to the database. */
export type Head = { readonly room: RoomId; seq: Seq; dirty: boolean };
type Facts = AppendFacts & { readonly head: Head };
type WriterSession = { readonly user: UserId; readonly rooms: Map<RoomId, Facts> };
type Found = { readonly sessionOpen: number; readonly isMember: number; readonly head: Seq | null };

/** More sessions than write at once on a busy server; beyond it the cache is emptied. */
const maxSessions = 10_000;

const select = `SELECT
  EXISTS (SELECT 1 FROM sessions WHERE id = ? AND user = ?) AS sessionOpen,
  EXISTS (SELECT 1 FROM memberships WHERE user = ? AND room = ? AND to_seq IS NULL) AS isMember,
  (SELECT head FROM rooms WHERE id = ?) AS head`;

/**
 * The facts of appends and the heads of rooms, which the messages of a transaction share. They outlive the transaction only while nothing
 * but messages has been written since, by this connection or (see SQLite's data_version) by any other, so they equal what the transaction
 * would read.
 */
export class WriteCache {
  readonly #db: SqliteConnection;
  readonly #sessions = new Map<SessionId, WriterSession>();
  readonly #heads = new Map<RoomId, Head>();
  #dirty: Head[] = [];
  #version: number | undefined;

  constructor(db: SqliteConnection) {
    this.#db = db;
  }

  /** A transaction has begun. */
  begin(): void {
    const version = this.#db.dataVersion();
    if (version !== this.#version || this.#sessions.size > maxSessions) this.invalidate();
    this.#version = version;
  }

  /** The facts about this session and author in this room, and the head of the room. */
  factsOf(session: SessionId, user: UserId, room: RoomId): Facts {
    const known = this.#sessions.get(session);
    const mine = known?.user === user ? known : undefined;
    return mine?.rooms.get(room) ?? this.#read(session, user, room, mine);
  }

  #read(session: SessionId, user: UserId, room: RoomId, known: WriterSession | undefined): Facts {
    const found = this.#db.get<Found>(select, session, user, user, room, room);
    const head = this.#heads.get(room) ?? { room, seq: found?.head ?? 0, dirty: false };
    const facts = { sessionOpen: found?.sessionOpen === 1, isMember: found?.isMember === 1, head };
    // Others are not cached, because a client may name any room.
    if (facts.sessionOpen && facts.isMember) {
      this.#heads.set(room, head);
      if (known) known.rooms.set(room, facts);
      else this.#sessions.set(session, { user, rooms: new Map([[room, facts]]) });
    }
    return facts;
  }

  /** An event has been stored under the next seq. */
  advance(head: Head): void {
    head.seq++;
    if (!head.dirty) this.#dirty.push(head);
    head.dirty = true;
  }

  /** Writes the heads to the database. Runs before the commit, and before every step that is not an append. */
  flushHeads(): void {
    for (const head of this.#dirty) {
      this.#db.run('UPDATE rooms SET head = ? WHERE id = ?', head.seq, head.room);
      head.dirty = false;
    }
    this.#dirty = [];
  }

  /** Empties the cache: something else has changed the database, or a write was rolled back. */
  invalidate(): void {
    this.#sessions.clear();
    this.#heads.clear();
    this.#dirty = [];
  }
}
