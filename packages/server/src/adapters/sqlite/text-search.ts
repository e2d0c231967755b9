// Runs in the searcher thread: node builtins, relative files and types only.
import type { RoomId, Seq } from '@securechat/protocol/ids';
import { type ReadSearchText, readSearchText } from '../../domain/search-text.ts';
import type { IndexEntry, IndexPosition, IndexQuery, SearchIndex } from '../../ports/search-index.ts';
import type { SearchAsk } from '../../ports/store.ts';
import { hasRuns, type Query, wordsOf } from '../search-words.ts';
import type { SqliteConnection } from './database.ts';
import { currentBody, type EventRow, eventColumns } from './rows.ts';

/** Events per batch: large enough for large segments of the index, small enough that a search waits a few milliseconds for one. */
const sliceEvents = 1000;

/** Bytes that one search reads to find messages with contiguous runs: a fifth of a second at most, during which other searches wait. */
const maxReadBytes = 512 * 1024;
/** What reading a message costs, however short it is. */
const rowBytes = 200;
/** Messages per query of the index where many may have the words but not the runs. */
const runsPage = 500;

/** A lookup: the words and runs of a query, with `from` <= seq < `before`. */
export type Lookup = Omit<SearchAsk, 'words'> & Query;
/** The result; `next` is set where the search stopped before `from`: everything from there on has been searched. */
export type FoundRows = { readonly rows: readonly EventRow[]; readonly next: Seq | undefined };
type Row = EventRow & { readonly number: number };

const oneRow = 'SELECT number, id FROM events WHERE number = ?';
const nextRows = `SELECT number, ${eventColumns} FROM events WHERE number > ? ORDER BY number LIMIT ?`;

/** Searches the events of a database with an index of their words, which it keeps up to date. */
export class TextSearch {
  readonly #events: SqliteConnection;
  readonly #index: SearchIndex;
  readonly #generation: string;
  readonly #readText: ReadSearchText;

  constructor(events: SqliteConnection, index: SearchIndex, readText = readSearchText) {
    this.#readText = readText;
    this.#events = events;
    this.#index = index;
    this.#generation = events.get<{ generation: string }>('SELECT generation FROM meta')?.generation ?? '';
  }

  /** Indexes a slice of what has been stored since; false if there was nothing. Another process may do the same at the same time. */
  async grow(): Promise<boolean> {
    const after = await this.#position();
    const rows = this.#events.all<Row>(nextRows, after?.number ?? 0, sliceEvents);
    const last = rows.at(-1);
    if (!last) return false;
    const upTo = { generation: this.#generation, number: last.number, id: last.id };
    // If another process was faster, nothing is added, and the next slice continues from its position.
    await this.#index.add({ after, entries: rows.flatMap((row) => this.#entry(row) ?? []), upTo });
    return true;
  }

  /** Takes the words of replaced texts out of the index's files. False if there were none. */
  purge(): Promise<boolean> {
    return this.#index.purge();
  }

  /** Removes the words of rooms that do not exist any more. */
  async forgetDeletedRooms(): Promise<void> {
    const gone = 'SELECT value AS room FROM json_each(?) WHERE value NOT IN (SELECT id FROM rooms)';
    const rooms = this.#events.all<{ room: RoomId }>(gone, JSON.stringify(await this.#index.rooms()));
    if (rooms.length > 0) await this.#index.removeRooms(rooms.map(({ room }) => room));
  }

  /** The newest messages of a room with all these words and runs, newest first, and where the search stopped if it did. */
  async find({ runs, limit, ...where }: Lookup): Promise<FoundRows> {
    const rows: EventRow[] = [];
    let [foundBytes, readBytes] = [0, 0];
    const page = Math.max(limit.events, runs.length > 0 ? runsPage : 1);
    for await (const row of this.#withWords({ ...where, limit: page })) {
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

  async close(): Promise<void> {
    this.#events.close();
    await this.#index.close();
  }

  /** Messages with all these words, newest first, each read on demand. */
  async *#withWords(query: IndexQuery): AsyncGenerator<EventRow> {
    const event = `SELECT room, seq, id, author, type, at, n, everybody, ${currentBody} AS body
      FROM events e WHERE room = ? AND seq = ?`;
    for (let { before } = query; ; ) {
      const seqs = await this.#index.search({ ...query, before });
      for (const seq of seqs) {
        const row = this.#events.get<EventRow>(event, query.room, seq);
        if (row) yield row;
        before = seq;
      }
      if (seqs.length < query.limit) return;
    }
  }

  /** The index's position. Clears it first if it belongs to another history: an older backup of the database may have been restored. */
  async #position(): Promise<IndexPosition | undefined> {
    const position = await this.#index.position();
    if (!position || this.#fits(position)) return position;
    await this.#index.clear();
    return undefined;
  }

  #fits({ generation, number, id }: IndexPosition): boolean {
    if (generation !== this.#generation) return false;
    return number === 0 || this.#events.get<Row>(oneRow, number)?.id === id;
  }

  #entry(row: Row): IndexEntry | undefined {
    const change = this.#change(row);
    if (!change) return undefined;
    const words = change.text === undefined ? [] : wordsOf(change.text);
    return { room: row.room, seq: change.seq, words, replaces: change.seq !== row.seq };
  }

  #change({ seq, type, body }: EventRow) {
    return this.#readText({ seq, type, payload: JSON.parse(body ?? 'null') });
  }
}
