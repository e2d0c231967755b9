// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { MemberRole, RoomKind } from '@securechat/protocol/model';
import type { AppendFacts } from '../../domain/decide-append.ts';
import type { SqliteConnection } from './database.ts';

/** The newest seq of a room, and its number of messages; `dirty` until they are written to the database. */
export type Head = { readonly room: RoomId; seq: Seq; messages: number; dirty: boolean };
type Facts = AppendFacts & { readonly head: Head };
type WriterSession = { readonly user: UserId; readonly rooms: Map<RoomId, Facts> };
type Found = {
  readonly sessionOpen: number;
  readonly role: MemberRole | null;
  readonly kind: RoomKind | null;
  readonly head: Seq | null;
  readonly messages: number | null;
  readonly isArchived: number | null;
  readonly isOtherDisabled: number | null;
};

/** More sessions than write at once on a busy server; beyond it the cache is emptied. */
const maxSessions = 10_000;

const select = `SELECT
  EXISTS (SELECT 1 FROM sessions WHERE id = ? AND user = ?) AS sessionOpen,
  (SELECT role FROM memberships WHERE user = ? AND room = ? AND to_seq IS NULL) AS role,
  (SELECT kind FROM rooms WHERE id = ?) AS kind,
  (SELECT head FROM rooms WHERE id = ?) AS head,
  (SELECT messages FROM rooms WHERE id = ?) AS messages,
  (SELECT archived_ms IS NOT NULL FROM rooms WHERE id = ?) AS isArchived,
  (SELECT a.disabled FROM direct_rooms d JOIN accounts a ON a.user = iif(d.low = ?, d.high, d.low) WHERE d.room = ?)
    AS isOtherDisabled`;

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
  #lastNumber = 0;

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
    const found = this.#db.get<Found>(select, session, user, user, room, room, room, room, room, user, room);
    const { head: seq, messages } = found ?? {};
    const head = this.#heads.get(room) ?? { room, seq: seq ?? 0, messages: messages ?? 0, dirty: false };
    const [kind, role] = [found?.kind ?? undefined, found?.role ?? undefined];
    const [isArchived, isOtherDisabled] = [found?.isArchived === 1, found?.isOtherDisabled === 1];
    const facts = { sessionOpen: found?.sessionOpen === 1, kind, role, isArchived, isOtherDisabled, head };
    // Others are not cached, because a client may name any room.
    if (facts.sessionOpen && role !== undefined) {
      this.#heads.set(room, head);
      if (known) known.rooms.set(room, facts);
      else this.#sessions.set(session, { user, rooms: new Map([[room, facts]]) });
    }
    return facts;
  }

  /** An event has been stored under the next seq; `n` is its number among the room's messages, if it is one. */
  advance(head: Head, n: number | null): void {
    head.seq++;
    if (n !== null) head.messages = n;
    this.#lastNumber = n ?? 0;
    if (!head.dirty) this.#dirty.push(head);
    head.dirty = true;
  }

  /** The number among its room's messages of the event that was stored last; 0 if it is no message. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** Writes the heads to the database. Runs before the commit, and before every step that is not an append. */
  flushHeads(): void {
    for (const head of this.#dirty) {
      this.#db.run('UPDATE rooms SET head = ?, messages = ? WHERE id = ?', head.seq, head.messages, head.room);
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
