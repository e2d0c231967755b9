// Runs in the writer thread: node builtins, relative files and types only.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { EventId, RoomId, Seq } from '@securechat/protocol/ids';
import type { SqliteConnection } from './database.ts';
import { blank } from './message-changes.ts';

/** A message that was deleted: its place, and its id, because a restored history may have another message there. */
type Deleted = { readonly room: RoomId; readonly seq: Seq; readonly id: EventId };

function parse(line: string): Deleted | undefined {
  try {
    const read: Partial<Deleted> = JSON.parse(line);
    const { room, seq, id } = read;
    return room !== undefined && seq !== undefined && id !== undefined ? { room, seq, id } : undefined;
  } catch {
    // The process ended while it was written.
    return undefined;
  }
}

/**
 * The deleted messages, in a file beside the database: a backup that was made before a deletion has the text, and whoever restores it must
 * not bring it back. The database counts its deletions, so that a start knows which lines it does not have.
 */
export class DeletionLedger {
  readonly #file: string;
  readonly #db: SqliteConnection;
  /** How many messages a restored backup had brought back. */
  readonly deletedAgain: number;
  /** How many deletions the file has. */
  #written: number;

  constructor(file: string, db: SqliteConnection) {
    this.#file = file;
    this.#db = db;
    const all = this.#read();
    this.#written = all.length;
    this.deletedAgain = this.#apply(all.slice(this.#count()));
    this.append();
  }

  /** Writes the deletions that are committed and not in the file yet. Throws if the file cannot be written: the next call tries again. */
  append(): void {
    const missing = this.#count() - this.#written;
    if (missing <= 0) return;
    const select = `SELECT s.room, s.seq, m.id FROM events d
      JOIN message_states s ON s.room = d.room AND s.seq = d.body ->> '$.target' AND s.deleted_rev = d.seq
      JOIN events m ON m.room = s.room AND m.seq = s.seq
      WHERE d.type = 'message-deleted' ORDER BY d.number DESC LIMIT ?`;
    const lines = this.#db
      .all<Deleted>(select, missing)
      .reverse()
      .map((deleted) => JSON.stringify(deleted));
    const file = openSync(this.#file, 'a', 0o600);
    try {
      // The last line may be incomplete.
      writeSync(file, `\n${lines.join('\n')}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // Of a database that was brought here without its file, some may not be found any more.
    this.#written += missing;
  }

  /** Deletes again what a restored backup has brought back. Returns how many messages. */
  #apply(deleted: readonly Deleted[]): number {
    if (deleted.length === 0) return 0;
    let again = 0;
    this.#db.run('BEGIN IMMEDIATE');
    for (const { room, seq, id } of deleted) {
      const isHere = "SELECT 1 FROM events WHERE room = ? AND seq = ? AND id = ? AND type = 'message'";
      if (this.#db.get(isHere, room, seq, id) === undefined) continue;
      blank(this.#db, room, seq);
      again++;
    }
    this.#db.run('UPDATE meta SET deletions = deletions + ?', deleted.length);
    this.#db.run('COMMIT');
    this.#db.emptyLog();
    return again;
  }

  #count(): number {
    return this.#db.get<{ deletions: number }>('SELECT deletions FROM meta')?.deletions ?? 0;
  }

  #read(): Deleted[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .flatMap((line) => parse(line) ?? []);
  }
}
