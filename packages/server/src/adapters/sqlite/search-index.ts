// Runs in the searcher thread: node builtins, relative files and types only.
import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { IndexBatch, IndexPosition, IndexQuery, SearchIndex } from '../../ports/search-index.ts';
import type { SqliteConnection } from './database.ts';

/**
 * The rowid in `words` is the room's number in the upper half and the seq in the lower. So the messages of a room are adjacent and ordered, and
 * a search reads no other room, starts at the newest message and stops when it has enough. The words are split already, hence the simplest
 * tokenizer; their positions in the text are not stored. A row can be deleted without its words: they stay in the file, marked, until segments
 * are merged, which `unpurged` asks for.
 */
const schema = `
CREATE TABLE rooms (number INTEGER PRIMARY KEY, room TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE progress (generation TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='ascii');
CREATE TABLE unpurged (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;
`;
/** Raised with every change of `schema`, of `wordsOf` or of what `readSearchText` reads from stored events. */
export const indexVersion = 4;

/** The largest seq that fits beside its room's number. */
const largestSeq = 2 ** 32 - 1;

function isSame(a: IndexPosition | undefined, b: IndexPosition | undefined): boolean {
  return a?.generation === b?.generation && a?.number === b?.number && a?.id === b?.id;
}

/**
 * An index in a file of its own. It can be rebuilt, so its schema has no migrations and commits do not wait for the disk. A file of another
 * version throws as a damaged one does.
 */
export class SqliteSearchIndex implements SearchIndex {
  readonly #db: SqliteConnection;
  /** Numbers of rooms; a number is never given to another room. */
  readonly #rooms = new Map<RoomId, number>();

  constructor(db: SqliteConnection) {
    this.#db = db;
    this.#inTransaction(() => {
      const version = db.userVersion();
      if (version === 0) db.exec(`${schema} PRAGMA user_version = ${indexVersion}`);
      else if (version !== indexVersion) throw Object.assign(new Error('another version'), { code: 'SQLITE_CORRUPT' });
    });
  }

  async position(): Promise<IndexPosition | undefined> {
    return this.#position();
  }

  async add({ after, entries, upTo }: IndexBatch): Promise<boolean> {
    return this.#inTransaction(() => {
      if (!isSame(this.#position(), after)) return false;
      const rows = entries.map((entry) => ({ ...entry, room: this.#numberFor(entry.room) }));
      // FTS5 starts another segment wherever a row is not above the one before it. The sort keeps changes of one row in their order.
      for (const { room, seq, words, replaces } of rows.sort((a, b) => a.room - b.room || a.seq - b.seq)) {
        if (replaces) this.#db.run('DELETE FROM words WHERE rowid = (? << 32 | ?)', room, seq);
        if (words.length === 0) continue;
        this.#db.run('INSERT INTO words (rowid, text) VALUES (? << 32 | ?, ?)', room, seq, words.join(' '));
      }
      if (rows.some(({ replaces }) => replaces)) this.#db.run('INSERT OR IGNORE INTO unpurged VALUES (1)');
      this.#db.run('DELETE FROM progress');
      const insert = 'INSERT INTO progress (generation, number, id) VALUES (?, ?, ?)';
      this.#db.run(insert, upTo.generation, upTo.number, upTo.id);
      return true;
    });
  }

  async search({ room, words, from, before, limit }: IndexQuery): Promise<readonly Seq[]> {
    const number = this.#roomNumber(room);
    if (number === undefined || words.length === 0) return [];
    const match = words.map((word) => `"${word}"`).join(' ');
    const select = `SELECT rowid & 4294967295 AS seq FROM words
      WHERE words MATCH ? AND rowid BETWEEN (? << 32 | ?) AND (? << 32 | ?) ORDER BY rowid DESC LIMIT ?`;
    const last = Math.min(before - 1, largestSeq);
    return this.#db.all<{ seq: Seq }>(select, match, number, from, number, last, limit).map(({ seq }) => seq);
  }

  async rooms(): Promise<readonly RoomId[]> {
    return this.#db.all<{ room: RoomId }>('SELECT room FROM rooms').map(({ room }) => room);
  }

  async removeRooms(rooms: readonly RoomId[]): Promise<void> {
    this.#inTransaction(() => {
      for (const room of rooms) {
        const number = this.#roomNumber(room);
        if (number === undefined) continue;
        // The rowids are those of the table with the sizes of texts, since a contentless index has no other list of them.
        const ids = 'SELECT id FROM words_docsize WHERE id BETWEEN (? << 32) AND (? << 32 | ?)';
        for (const { id } of this.#db.all<{ id: number }>(ids, number, number, largestSeq)) {
          this.#db.run('DELETE FROM words WHERE rowid = ?', id);
        }
        this.#db.run('DELETE FROM rooms WHERE number = ?', number);
        this.#rooms.delete(room);
      }
      // Only now the words go: until then the entries are marked as deleted.
      this.#db.run("INSERT INTO words (words) VALUES ('optimize')");
    });
    this.#db.emptyLog();
  }

  async purge(): Promise<boolean> {
    if (this.#db.get('SELECT 1 FROM unpurged') === undefined) return false;
    this.#inTransaction(() => {
      // All segments become one, which takes about two seconds for a million messages.
      this.#db.run("INSERT INTO words (words) VALUES ('optimize')");
      this.#db.run('DELETE FROM unpurged');
    });
    this.#db.emptyLog();
    return true;
  }

  async clear(): Promise<void> {
    this.#inTransaction(() => {
      this.#db.run("INSERT INTO words (words) VALUES ('delete-all')");
      this.#db.run('DELETE FROM progress');
    });
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #position(): IndexPosition | undefined {
    return this.#db.get<IndexPosition>('SELECT generation, number, id FROM progress');
  }

  #roomNumber(room: RoomId): number | undefined {
    const known = this.#rooms.get(room);
    if (known !== undefined) return known;
    const number = this.#db.get<{ number: number }>('SELECT number FROM rooms WHERE room = ?', room)?.number;
    if (number !== undefined) this.#rooms.set(room, number);
    return number;
  }

  #numberFor(room: RoomId): number {
    const known = this.#roomNumber(room);
    if (known !== undefined) return known;
    this.#db.run('INSERT INTO rooms (room) VALUES (?)', room);
    return this.#roomNumber(room) ?? 0;
  }

  #inTransaction<T>(step: () => T): T {
    this.#db.run('BEGIN IMMEDIATE');
    try {
      const value = step();
      this.#db.run('COMMIT');
      return value;
    } catch (thrown) {
      // Numbers that were given in this transaction are gone.
      this.#rooms.clear();
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw thrown;
    }
  }
}
