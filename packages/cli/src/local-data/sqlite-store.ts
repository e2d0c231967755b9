import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cache, OutboxStore, StoredChange } from '@securechat/client';
import { type Change, type EventId, err, ok, type Result, type RoomId } from '@securechat/protocol';
import Database from 'better-sqlite3';
import { makeFolder } from '../process/make-folder.ts';
import type { DraftStore } from './drafts.ts';
import { type CacheLimits, SqliteCache } from './sqlite-cache.ts';
import { SqliteDraftStore } from './sqlite-drafts.ts';
import { localStoreMigrations } from './store-schema.ts';

/** What one account keeps on this device, open for this process alone. */
export type LocalStore = {
  readonly outbox: OutboxStore;
  readonly cache: Cache;
  readonly drafts: DraftStore;
  close(): void;
};
/** Why it cannot be opened: another process has it, a later version wrote it, it is damaged, or the disk does not let us. */
export type LocalStoreProblem = 'in-use' | 'newer' | 'damaged' | { readonly code: string };

/**
 * Bytes of events that are kept, of a room and in all: what a person reads in years, and what a server may take of the disk at most.
 */
const defaultBytes = { roomBytes: 64 * 1024 * 1024, allBytes: 256 * 1024 * 1024 };
/** The journal is cut to this after a large write. */
const journalBytes = 4 * 1024 * 1024;

/** As many as the composer brings back. */
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
      // Only we write here, and a file of a later version is not opened.
      change: JSON.parse(change) as Change,
      atMs: at_ms,
      ...(refused === null ? {} : { refused }),
    }));
  }

  put({ id, room, change, atMs, refused }: StoredChange): void {
    const sql = `INSERT INTO outbox (id, room, change, at_ms, refused) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET room = excluded.room, change = excluded.change, at_ms = excluded.at_ms, refused = excluded.refused`;
    // What a person typed is on disk before it is shown as on its way. Everything else here can be fetched again.
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

/** Makes the file for its owner alone, before SQLite does. */
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
 * Opens what an account keeps, made as needed. One process at a time: the lock is held until `close`, and by the system until the
 * process has ended, however it ends. `maxEvents`: how many of a room's newest events are kept;
 * fewer where they have more than `roomBytes`, or those of all rooms more than `allBytes`.
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
    // Of its file 2 MB in memory, in place of 16: pages of the past are read once.
    db.pragma('cache_size = -2000');
    db.pragma('trusted_schema = OFF');
    db.pragma(`journal_size_limit = ${journalBytes}`);
    if (migrate(db)) {
      const opened = db;
      return ok({
        outbox: new SqliteOutboxStore(opened),
        cache: new SqliteCache(opened, { ...defaultBytes, ...limits }),
        drafts: new SqliteDraftStore(opened, maxSentHistory),
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
