import {
  type Cache,
  type CachedBatch,
  type CachedChat,
  type CachedRoom,
  type CurrentEvent,
  changedEvent,
  isMessageChange,
  type MessageChangeEvent,
} from '@securechat/client';
import {
  type EventId,
  type RoomDescription,
  type RoomEvent,
  type RoomId,
  rereadEvent,
  type Seq,
  type UserId,
} from '@securechat/protocol';
import type Database from 'better-sqlite3';

type RoomRow = {
  id: RoomId;
  description: string;
  cursor: Seq;
  cursor_id: EventId | null;
  at_start: 0 | 1;
  bytes: number;
};
type AboutRow = { user: UserId; generation: string };
type Sized = { readonly bytes: number };

/** Size limits: events of a room, their bytes, and the bytes of all rooms together. */
export type CacheLimits = { readonly maxEvents: number; readonly roomBytes: number; readonly allBytes: number };

/** What a start loads into memory: bytes of a room, and of all. The rest is read when the user scrolls there. */
const loadedRoomBytes = 1024 * 1024;
const loadedBytes = 32 * 1024 * 1024;

// Only we write this file, so a stored event is valid; a later version may understand more of it.
const parseEvent = (text: string): CurrentEvent => rereadEvent(JSON.parse(text) as RoomEvent);
/** The events of rows that were read newest first, oldest first. */
const toEvents = (newestFirst: readonly string[]) => newestFirst.map(parseEvent).reverse();

/** Cached history in the database file of an account. */
export class SqliteCache implements Cache {
  readonly #db: Database.Database;
  readonly #limits: CacheLimits;
  readonly #statements = new Map<string, Database.Statement<unknown[], unknown>>();

  constructor(db: Database.Database, limits: CacheLimits) {
    this.#db = db;
    this.#limits = limits;
  }

  load(recent: number): CachedChat {
    const about = this.#sql('SELECT user, generation FROM about').get() as AboutRow | undefined;
    const rooms = this.#sql('SELECT * FROM rooms ORDER BY id').all() as RoomRow[];
    let leftBytes = loadedBytes;
    const load = (row: RoomRow) => {
      const events = this.#newest(row, recent, Math.min(leftBytes, loadedRoomBytes));
      leftBytes -= events.bytes;
      return this.#room(row, events.events);
    };
    return { user: about?.user, generation: about?.generation, rooms: rooms.map(load) };
  }

  apply({ room, begins, description, events, cursor, cursorId, atStart }: CachedBatch): void {
    this.#whole(() => {
      if (begins) this.#sql('DELETE FROM events WHERE room = ?').run(room);
      const insert = this.#sql('INSERT OR REPLACE INTO events (room, seq, event) VALUES (?, ?, ?)');
      let bytes = 0;
      for (const event of events) {
        if (isMessageChange(event)) {
          bytes += this.#change(event);
          continue;
        }
        const text = JSON.stringify(event);
        bytes += Buffer.byteLength(text);
        insert.run(room, event.seq, text);
      }
      const forgotten = this.#sql('DELETE FROM events WHERE room = ? AND seq <= ?').run(
        room,
        cursor - this.#limits.maxEvents,
      );
      const stand = `INSERT INTO rooms (id, description, cursor, cursor_id, at_start, bytes) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET description = excluded.description, cursor = excluded.cursor, cursor_id = excluded.cursor_id,
          at_start = excluded.at_start, bytes = excluded.bytes + ${begins ? '0' : 'rooms.bytes'}`;
      const isAtStart = atStart && forgotten.changes === 0 ? 1 : 0;
      this.#sql(stand).run(room, JSON.stringify(description), cursor, cursorId ?? null, isAtStart, bytes);
      this.#bound(room);
    });
  }

  /** Changes the stored message, if it is here. Returns by how many bytes it has grown. */
  #change(change: MessageChangeEvent): number {
    const { room, target } = change;
    const select = this.#sql('SELECT event FROM events WHERE room = ? AND seq = ?').pluck();
    const before = select.get(room, target) as string | undefined;
    if (before === undefined) return 0;
    const after = JSON.stringify(changedEvent(parseEvent(before), change));
    this.#sql('UPDATE events SET event = ? WHERE room = ? AND seq = ?').run(after, room, target);
    return Buffer.byteLength(after) - Buffer.byteLength(before);
  }

  before(room: RoomId, before: Seq, limit: number): readonly CurrentEvent[] {
    const sql = 'SELECT event FROM events WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?';
    return toEvents(this.#sql(sql).pluck().all(room, before, limit) as string[]);
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
      const update = this.#sql('UPDATE rooms SET description = ? WHERE id = ?');
      for (const { id, ...description } of rooms) update.run(JSON.stringify(description), id);
      const here = JSON.stringify(rooms.map(({ id }) => id));
      const gone = 'SELECT id FROM rooms WHERE id NOT IN (SELECT value FROM json_each(?))';
      // By the missing rooms, usually none: selecting by the existing ones would scan every event.
      this.#sql(`DELETE FROM events WHERE room IN (${gone})`).run(here);
      this.#sql('DELETE FROM rooms WHERE id NOT IN (SELECT value FROM json_each(?))').run(here);
    });
  }

  /** Deletes the oldest events of a room above its limit, and of the largest rooms while all together exceed theirs. */
  #bound(room: RoomId): void {
    const { roomBytes, allBytes } = this.#limits;
    if (this.#bytesOf(room) > roomBytes) this.#cut(room, (roomBytes * 3) / 4);
    const largest = this.#sql('SELECT id, bytes FROM rooms ORDER BY bytes DESC LIMIT 1');
    while ((this.#sql('SELECT coalesce(sum(bytes), 0) AS bytes FROM rooms').get() as Sized).bytes > allBytes) {
      const { id, bytes } = largest.get() as Sized & { id: RoomId };
      this.#cut(id, bytes / 2);
    }
  }

  #bytesOf(room: RoomId): number {
    return (this.#sql('SELECT bytes FROM rooms WHERE id = ?').get(room) as Sized).bytes;
  }

  /** Trims a room to its newest events within a limit of bytes, and recounts them, since a replaced event was counted twice. */
  #cut(room: RoomId, toBytes: number): void {
    const sizes = this.#sql(
      'SELECT seq, length(CAST(event AS BLOB)) AS bytes FROM events WHERE room = ? ORDER BY seq DESC',
    );
    let kept = 0;
    let from: Seq | undefined;
    for (const { seq, bytes } of sizes.all(room) as (Sized & { seq: Seq })[]) {
      if (kept + bytes > toBytes) break;
      kept += bytes;
      from = seq;
    }
    const all = from === undefined;
    const { changes } = this.#sql('DELETE FROM events WHERE room = ? AND (? OR seq < ?)').run(
      room,
      all ? 1 : 0,
      from ?? 0,
    );
    this.#sql('UPDATE rooms SET bytes = ?, at_start = at_start AND ? WHERE id = ?').run(
      kept,
      changes === 0 ? 1 : 0,
      room,
    );
  }

  #empty(): void {
    for (const table of ['events', 'rooms', 'about']) this.#sql(`DELETE FROM ${table}`).run();
  }

  /** The newest events of a room within a limit of bytes, in ascending order. */
  #newest(row: RoomRow, most: number, maxBytes: number) {
    const texts = this.#newestTexts(row, most, maxBytes);
    const bytes = texts.reduce((sum, text) => sum + text.length, 0);
    return { bytes, events: toEvents(texts) };
  }

  #newestTexts({ id, cursor, bytes: allBytes }: RoomRow, most: number, maxBytes: number): string[] {
    const rows = this.#sql('SELECT event FROM events WHERE room = ? AND seq <= ? ORDER BY seq DESC LIMIT ?').pluck();
    // Of a room that fits, which most do, all rows are read at once: that is faster.
    if (allBytes <= maxBytes) return rows.all(id, cursor, most) as string[];
    const texts: string[] = [];
    let bytes = 0;
    for (const text of rows.iterate(id, cursor, most) as IterableIterator<string>) {
      bytes += text.length;
      if (bytes > maxBytes) break;
      texts.push(text);
    }
    return texts;
  }

  #room({ id, cursor, cursor_id: cursorId, ...row }: RoomRow, events: readonly CurrentEvent[]): CachedRoom {
    // Only we write this file, so a stored description is valid.
    const description = JSON.parse(row.description) as RoomDescription;
    const atStart = row.at_start === 1 && !this.#hasBefore(id, events[0]?.seq ?? cursor + 1);
    return { id, ...description, cursor, ...(cursorId && { cursorId }), events, atStart };
  }

  #hasBefore(room: RoomId, seq: Seq): boolean {
    return this.#sql('SELECT 1 FROM events WHERE room = ? AND seq < ? LIMIT 1').get(room, seq) !== undefined;
  }

  /** Runs `what` in one transaction. */
  #whole(what: () => void): void {
    this.#db.transaction(what).immediate();
  }

  #sql(sql: string): Database.Statement<unknown[], unknown> {
    const known = this.#statements.get(sql) ?? this.#db.prepare<unknown[], unknown>(sql);
    this.#statements.set(sql, known);
    return known;
  }
}
