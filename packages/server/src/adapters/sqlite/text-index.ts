// Runs in the searcher thread: node builtins, relative files and types only.
import type { RoomId, Seq } from '@securechat/protocol/ids';
import { type ReadSearchText, readSearchText } from '../../domain/search-text.ts';
import type { SearchAsk } from '../../ports/store.ts';
import { hasRuns, type Query, wordsOf } from '../search-words.ts';
import type { SqliteConnection } from './database.ts';
import { type EventRow, eventColumns } from './rows.ts';

/**
 * The index is worth nothing without the database it was made from, and can be made from it again at any time. So it is a file of its own: its
 * schema has no migrations, what it holds is not waited for at a commit, and a damaged one is thrown away.
 *
 * A text's row is its place: the room's number in the upper half, the seq in the lower. One room's texts lie together, in the order in which
 * they are wanted, so that a search reads its own room and no other, from the newest on, and stops when it has enough. Words are found by whole
 * words that `wordsOf` made, hence the plainest tokenizer, and no places in a text are kept. A row can be deleted without its words.
 */
const schema = `
CREATE TABLE rooms (number INTEGER PRIMARY KEY, room TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE progress (generation TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='ascii');
`;
/** Raised with every change of `schema`, of `wordsOf` or of what `readSearchText` reads from stored events. */
export const indexVersion = 3;

/** Events per transaction: large enough for large segments of the index, small enough that a search waits a few milliseconds for one. */
const sliceEvents = 1000;

/** The largest seq that fits beside its room's number. */
const largestSeq = 2 ** 32 - 1;

/** Bytes that one search reads to find messages with contiguous runs: a fifth of a second at most, during which other searches wait. */
const maxReadBytes = 512 * 1024;
/** What reading a message costs, however short it is. */
const rowBytes = 200;

/** A lookup: the words and runs of a query, with `from` <= seq < `before`. */
export type Lookup = Omit<SearchAsk, 'words'> & Query;
/** The result; `next` is set where the search stopped before `from`: everything from there on has been searched. */
export type FoundRows = { readonly rows: readonly EventRow[]; readonly next: Seq | undefined };
type Progress = { readonly generation: string; readonly number: number; readonly id: string };
type Row = EventRow & { readonly number: number };
/** What the index will hold of a message. `indexed`: it may hold an earlier text of it. */
type Entry = {
  readonly room: number;
  readonly seq: number;
  readonly text: string | undefined;
  readonly indexed: boolean;
};

const oneRow = 'SELECT number, id FROM events WHERE number = ?';
const nextRows = `SELECT number, ${eventColumns} FROM events WHERE number > ? ORDER BY number LIMIT ?`;

/** The words of all messages, by room. `events` is their database, `index` the index's own file. */
export class TextIndex {
  readonly #events: SqliteConnection;
  readonly #index: SqliteConnection;
  readonly #rooms = new Map<RoomId, number>();
  readonly #generation: string;
  readonly #readText: ReadSearchText;

  constructor(events: SqliteConnection, index: SqliteConnection, readText = readSearchText) {
    this.#readText = readText;
    this.#events = events;
    this.#index = index;
    this.#generation = events.get<{ generation: string }>('SELECT generation FROM meta')?.generation ?? '';
    this.#inTransaction(() => {
      const version = index.userVersion();
      if (version === 0) this.#begin();
      else if (version !== indexVersion) throw Object.assign(new Error('another version'), { code: 'SQLITE_CORRUPT' });
      else if (!this.#fits(this.#progress())) this.#beginAgain();
    });
  }

  /** Indexes a slice of what has been stored since; false if there was nothing. Another process may do the same at the same time. */
  grow(): boolean {
    return this.#inTransaction(() => {
      const rows = this.#events.all<Row>(nextRows, this.#progress().number, sliceEvents);
      const last = rows.at(-1);
      if (!last) return false;
      for (const { room, seq, text, indexed } of this.#entries(rows)) {
        if (indexed) this.#index.run('DELETE FROM words WHERE rowid = (? << 32 | ?)', room, seq);
        if (text === undefined) continue;
        this.#index.run('INSERT INTO words (rowid, text) VALUES (? << 32 | ?, ?)', room, seq, wordsOf(text).join(' '));
      }
      this.#index.run('UPDATE progress SET number = ?, id = ?', last.number, last.id);
      return true;
    });
  }

  /** The newest messages of a room with all these words and runs, newest first, and where the search stopped if it did. */
  find({ runs, limit, ...where }: Lookup): FoundRows {
    const rows: EventRow[] = [];
    let [foundBytes, readBytes] = [0, 0];
    for (const row of this.#withWords(where)) {
      const bytes = rowBytes + Buffer.byteLength(row.body ?? '');
      readBytes += bytes;
      if (hasRuns(this.#change(row)?.text ?? '', runs)) {
        rows.push(row);
        foundBytes += bytes;
      }
      const isFull = rows.length >= limit.events || foundBytes > limit.bytes;
      if (isFull || (runs.length > 0 && readBytes > maxReadBytes)) return { rows, next: row.seq };
    }
    return { rows, next: undefined };
  }

  /** Messages with all these words, newest first, each read on demand. */
  *#withWords({ room, words, from, before }: Omit<Lookup, 'runs' | 'limit'>): Generator<EventRow> {
    const number = this.#roomNumber(room);
    if (number === undefined || words.length === 0) return;
    const match = words.map((word) => `"${word}"`).join(' ');
    const select = `SELECT rowid & 4294967295 AS seq FROM words
      WHERE words MATCH ? AND rowid BETWEEN (? << 32 | ?) AND (? << 32 | ?) ORDER BY rowid DESC`;
    const last = Math.min(before - 1, largestSeq);
    const event = `SELECT ${eventColumns} FROM events WHERE room = ? AND seq = ?`;
    for (const { seq } of this.#index.iterate<{ seq: number }>(select, match, number, from, number, last)) {
      const row = this.#events.get<EventRow>(event, room, seq);
      if (row) yield row;
    }
  }

  close(): void {
    this.#events.close();
    this.#index.close();
  }

  #begin(): void {
    this.#index.exec(schema);
    this.#index.run('INSERT INTO progress (generation, number, id) VALUES (?, 0, ?)', this.#generation, '');
    this.#index.exec(`PRAGMA user_version = ${indexVersion}`);
  }

  #beginAgain(): void {
    this.#index.exec('DROP TABLE rooms; DROP TABLE progress; DROP TABLE words;');
    this.#begin();
  }

  #progress(): Progress {
    const progress = this.#index.get<Progress>('SELECT generation, number, id FROM progress');
    if (!progress) throw Object.assign(new Error('an index without its progress'), { code: 'SQLITE_CORRUPT' });
    return progress;
  }

  /** Whether the index belongs to this history: an older backup of the database may have been restored. */
  #fits({ generation, number, id }: Progress): boolean {
    if (generation !== this.#generation) return false;
    return number === 0 || this.#events.get<Row>(oneRow, number)?.id === id;
  }

  /** By row, with the changes of one row in their order: FTS5 starts another segment wherever a row is not above the one before it. */
  #entries(rows: readonly Row[]): Entry[] {
    const entries = rows.flatMap((row): Entry[] => {
      const change = this.#change(row);
      return change ? [{ ...change, room: this.#numberFor(row.room), indexed: change.seq !== row.seq }] : [];
    });
    return entries.sort((a, b) => a.room - b.room || a.seq - b.seq);
  }

  #change({ seq, type, body }: EventRow) {
    return this.#readText({ seq, type, payload: JSON.parse(body ?? 'null') });
  }

  #roomNumber(room: RoomId): number | undefined {
    const known = this.#rooms.get(room);
    if (known !== undefined) return known;
    const number = this.#index.get<{ number: number }>('SELECT number FROM rooms WHERE room = ?', room)?.number;
    if (number !== undefined) this.#rooms.set(room, number);
    return number;
  }

  #numberFor(room: RoomId): number {
    const known = this.#roomNumber(room);
    if (known !== undefined) return known;
    this.#index.run('INSERT INTO rooms (room) VALUES (?)', room);
    return this.#roomNumber(room) ?? 0;
  }

  #inTransaction<T>(step: () => T): T {
    this.#index.run('BEGIN IMMEDIATE');
    try {
      const value = step();
      this.#index.run('COMMIT');
      return value;
    } catch (thrown) {
      this.#rooms.clear();
      if (this.#index.inTransaction) this.#index.exec('ROLLBACK');
      throw thrown;
    }
  }
}
