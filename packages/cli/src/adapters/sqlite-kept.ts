import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cache, CachedChat, CachedRoom, CachedRun, KeptMessage, OutboxStore } from '@securechat/client';
import {
  type EventId,
  err,
  ok,
  type Result,
  type RoomEvent,
  type RoomId,
  type Seq,
  type UserId,
} from '@securechat/protocol';
import Database from 'better-sqlite3';
import type { DraftStore } from '../drafts.ts';
import { keptMigrations } from './kept-schema.ts';
import { SqliteDraftStore } from './sqlite-drafts.ts';

/** What one account keeps on this device, open for this process alone. */
export type Kept = {
  readonly outbox: OutboxStore;
  readonly cache: Cache;
  readonly drafts: DraftStore;
  close(): void;
};
/** Why it cannot be opened: another process has it, a later version wrote it, it is damaged, or the disk does not let us. */
export type KeptProblem = 'in_use' | 'newer' | 'damaged' | { readonly code: string };

/** As many as the composer brings back. */
const sentKept = 100;

type MessageRow = { id: EventId; room: RoomId; text: string; at_ms: number; refused: string | null };
type RoomRow = { id: RoomId; topic: string; members: number; cursor: Seq; read_up_to: Seq; at_start: 0 | 1 };
type AboutRow = { user: UserId; generation: string };

class SqliteOutboxStore implements OutboxStore {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  load(): readonly KeptMessage[] {
    const rows = this.#db.prepare<[], MessageRow>('SELECT * FROM outbox ORDER BY number').all();
    return rows.map(({ id, room, text, at_ms, refused }) => ({
      id,
      room,
      text,
      atMs: at_ms,
      ...(refused === null ? {} : { refused }),
    }));
  }

  put({ id, room, text, atMs, refused }: KeptMessage): void {
    const sql = `INSERT INTO outbox (id, room, text, at_ms, refused) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET room = excluded.room, text = excluded.text, at_ms = excluded.at_ms, refused = excluded.refused`;
    // What a person typed is on disk before it is shown as on its way. Everything else here can be fetched again.
    this.#db.pragma('synchronous = FULL');
    this.#db.prepare(sql).run(id, room, text, atMs, refused ?? null);
    this.#db.pragma('synchronous = NORMAL');
  }

  drop(id: EventId): void {
    this.#db.prepare('DELETE FROM outbox WHERE id = ?').run(id);
  }
}

class SqliteCache implements Cache {
  readonly #db: Database.Database;
  readonly #most: number;
  readonly #statements = new Map<string, Database.Statement<unknown[], unknown>>();

  constructor(db: Database.Database, most: number) {
    this.#db = db;
    this.#most = most;
  }

  load(recent: number): CachedChat {
    const about = this.#sql('SELECT user, generation FROM about').get() as AboutRow | undefined;
    const rooms = this.#sql('SELECT * FROM rooms ORDER BY id').all() as RoomRow[];
    return { user: about?.user, generation: about?.generation, rooms: rooms.map((row) => this.#room(row, recent)) };
  }

  apply({ room, begins, events, cursor, atStart }: CachedRun): void {
    this.#whole(() => {
      if (begins) this.#sql('DELETE FROM events WHERE room = ?').run(room);
      const insert = this.#sql('INSERT OR REPLACE INTO events (room, seq, event) VALUES (?, ?, ?)');
      for (const event of events) insert.run(room, event.seq, JSON.stringify(event));
      const forgotten = this.#sql('DELETE FROM events WHERE room = ? AND seq <= ?').run(room, cursor - this.#most);
      const stand = `INSERT INTO rooms (id, cursor, at_start) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor, at_start = excluded.at_start`;
      this.#sql(stand).run(room, cursor, atStart && forgotten.changes === 0 ? 1 : 0);
    });
  }

  before(room: RoomId, before: Seq, limit: number): readonly RoomEvent[] {
    const sql = 'SELECT event FROM events WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?';
    const rows = this.#sql(sql).all(room, before, limit) as { event: string }[];
    // Nobody but us writes here: what was an event when it was put in is one still.
    return rows.map(({ event }) => JSON.parse(event) as RoomEvent).reverse();
  }

  begin(user: UserId, generation: string): void {
    this.#whole(() => {
      const about = this.#sql('SELECT user, generation FROM about').get() as AboutRow | undefined;
      if (about?.user === user && about.generation === generation) return;
      this.#empty();
      this.#sql('INSERT INTO about (one, user, generation) VALUES (1, ?, ?)').run(user, generation);
    });
  }

  forget(): void {
    this.#whole(() => this.#empty());
  }

  keepRooms(rooms: Parameters<Cache['keepRooms']>[0]): void {
    this.#whole(() => {
      for (const { id, topic, members } of rooms) {
        this.#sql('UPDATE rooms SET topic = ?, members = ? WHERE id = ?').run(topic, members, id);
      }
      const here = JSON.stringify(rooms.map(({ id }) => id));
      const gone = 'SELECT id FROM rooms WHERE id NOT IN (SELECT value FROM json_each(?))';
      // By the rooms that are gone, most often none: by those that are there it would look at each event.
      this.#sql(`DELETE FROM events WHERE room IN (${gone})`).run(here);
      this.#sql('DELETE FROM rooms WHERE id NOT IN (SELECT value FROM json_each(?))').run(here);
    });
  }

  markRead(room: RoomId, readUpTo: Seq): void {
    this.#sql('UPDATE rooms SET read_up_to = ? WHERE id = ?').run(readUpTo, room);
  }

  #empty(): void {
    for (const table of ['events', 'rooms', 'about']) this.#sql(`DELETE FROM ${table}`).run();
  }

  #room({ id, topic, members, cursor, read_up_to, at_start }: RoomRow, recent: number): CachedRoom {
    const events = this.before(id, cursor + 1, recent);
    const older = events[0] !== undefined && this.before(id, events[0].seq, 1).length > 0;
    return { id, topic, members, cursor, readUpTo: read_up_to, events, atStart: at_start === 1 && !older };
  }

  /** One transaction: all of it or nothing. */
  #whole(what: () => void): void {
    this.#db.transaction(what).immediate();
  }

  #sql(sql: string): Database.Statement<unknown[], unknown> {
    const known = this.#statements.get(sql) ?? this.#db.prepare<unknown[], unknown>(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

function problemOf(thrown: unknown): KeptProblem {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'in_use';
  return /^SQLITE_(NOTADB|CORRUPT|ERROR|SCHEMA)/.test(code) ? 'damaged' : { code };
}

/** Makes the file for its owner alone, before SQLite does. */
function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

function migrate(db: Database.Database): boolean {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > keptMigrations.length) return false;
  const work = () => {
    for (const sql of keptMigrations.slice(version)) db.exec(sql);
    db.pragma(`user_version = ${keptMigrations.length}`);
  };
  db.transaction(work).immediate();
  return true;
}

/**
 * Opens what an account keeps, made as needed. One process at a time: the lock is held until `close`, and by the system until the
 * process has ended, however it ends. `mostEvents`: how many of a room's newest events are kept.
 */
export function openKept(file: string, { mostEvents }: { mostEvents: number }): Result<Kept, KeptProblem> {
  let db: Database.Database | undefined;
  try {
    makePrivate(file);
    db = new Database(file, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    // Of its file 2 MB in memory, in place of 16: pages of the past are read once.
    db.pragma('cache_size = -2000');
    db.pragma('trusted_schema = OFF');
    if (migrate(db)) {
      const opened = db;
      return ok({
        outbox: new SqliteOutboxStore(opened),
        cache: new SqliteCache(opened, mostEvents),
        drafts: new SqliteDraftStore(opened, sentKept),
        close: () => void opened.close(),
      });
    }
    db.close();
    return err('newer');
  } catch (thrown) {
    db?.close();
    return err(problemOf(thrown));
  }
}
