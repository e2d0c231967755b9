import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cache, OutboxStore, StoredChange, UserStateStore } from '@securechat/client';
import { type Change, type EventId, err, ok, type Result, type RoomId } from '@securechat/protocol';
import Database from 'better-sqlite3';
import { makeFolder } from '../process/make-folder.ts';
import type { DraftStore } from './drafts.ts';
import { type CacheLimits, SqliteCache } from './sqlite-cache.ts';
import { SqliteDraftStore } from './sqlite-drafts.ts';
import { SqliteUserStateStore } from './sqlite-user-state.ts';
import { localStoreMigrations } from './store-schema.ts';

/** The stored data of one account on this device, locked by this process. */
export type LocalStore = {
  readonly outbox: OutboxStore;
  readonly cache: Cache;
  readonly drafts: DraftStore;
  readonly userState: UserStateStore;
  close(): void;
};
/** Why it cannot be opened: another process has it, a later version wrote it, it is damaged, or the disk refuses. */
export type LocalStoreProblem = 'in-use' | 'newer' | 'damaged' | { readonly code: string };

/** Limits of the cached events in bytes, per room and in all: years of reading, and an upper bound for what a server can use of the disk. */
const defaultBytes = { roomBytes: 64 * 1024 * 1024, allBytes: 256 * 1024 * 1024 };
/** The journal is truncated to this size after a large write. */
const journalBytes = 4 * 1024 * 1024;

/** The length of the composer's history. */
const maxSentHistory = 100;

type ChangeRow = { id: EventId; room: RoomId; change: string; at_ms: number; refused: string | null };

class SqliteOutboxStore implements OutboxStore {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  load(): readonly StoredChange[] {
    const rows = this.#db.prepare<[], ChangeRow>('SELECT * FROM outbox ORDER BY number').all();
    return rows.map(({ id, room, change, at_ms, refused }) => ({
      id,
      room,
      // Only we write this file, and one of a later version is not opened.
      change: JSON.parse(change) as Change,
      atMs: at_ms,
      ...(refused === null ? {} : { refused }),
    }));
  }

  put({ id, room, change, atMs, refused }: StoredChange): void {
    const sql = `INSERT INTO outbox (id, room, change, at_ms, refused) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET room = excluded.room, change = excluded.change, at_ms = excluded.at_ms, refused = excluded.refused`;
    // A message must be on disk before it is shown as pending. Everything else can be fetched again.
    this.#db.pragma('synchronous = FULL');
    this.#db.prepare(sql).run(id, room, JSON.stringify(change), atMs, refused ?? null);
    this.#db.pragma('synchronous = NORMAL');
  }

  drop(id: EventId): void {
    this.#db.prepare('DELETE FROM outbox WHERE id = ?').run(id);
  }
}

function problemOf(thrown: unknown): LocalStoreProblem {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'in-use';
  return /^SQLITE_(NOTADB|CORRUPT|ERROR|SCHEMA)/.test(code) ? 'damaged' : { code };
}

/** Creates the file with owner-only access before SQLite would create it. */
function makePrivate(file: string): void {
  makeFolder(dirname(file));
  closeSync(openSync(file, 'a', 0o600));
}

function migrate(db: Database.Database): boolean {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > localStoreMigrations.length) return false;
  const work = () => {
    for (const sql of localStoreMigrations.slice(version)) db.exec(sql);
    db.pragma(`user_version = ${localStoreMigrations.length}`);
  };
  db.transaction(work).immediate();
  return true;
}

/**
 * Opens the store of an account, creating it if needed. Only one process at a time: the lock is held until `close` or the end of the
 * process. `maxEvents`: how many of a room's newest events are stored, within `roomBytes` per room and `allBytes` in all.
 */
export function openLocalStore(
  file: string,
  limits: { readonly maxEvents: number } & Partial<CacheLimits>,
): Result<LocalStore, LocalStoreProblem> {
  let db: Database.Database | undefined;
  try {
    makePrivate(file);
    db = new Database(file, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    // A page cache of 2 MB instead of 16: pages of history are read only once.
    db.pragma('cache_size = -2000');
    db.pragma('trusted_schema = OFF');
    // What is deleted is overwritten with zeros.
    db.pragma('secure_delete = ON');
    db.pragma(`journal_size_limit = ${journalBytes}`);
    if (migrate(db)) {
      const opened = db;
      return ok({
        outbox: new SqliteOutboxStore(opened),
        cache: new SqliteCache(opened, { ...defaultBytes, ...limits }),
        drafts: new SqliteDraftStore(opened, maxSentHistory),
        userState: new SqliteUserStateStore(opened),
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
