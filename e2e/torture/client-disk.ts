import type { EventId, RoomEvent } from '@securechat/protocol';
import Database from 'better-sqlite3';
import type { ClientPlan } from './client-plan.ts';
import type { Op } from './history.ts';

/** A sent message without an answer. */
export type Unanswered = { readonly id: string; readonly room: string; readonly text: string };
/** What a client finds on disk when it starts again. */
export type DiskContents = {
  readonly token: string | undefined;
  readonly generation: string | undefined;
  readonly cursors: Readonly<Record<string, { readonly seq: number; readonly id: EventId }>>;
  readonly unanswered: readonly Unanswered[];
};

const schema = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS cursors (room TEXT PRIMARY KEY, seq INTEGER NOT NULL, id TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS seen (number INTEGER PRIMARY KEY, op TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, room TEXT NOT NULL, text TEXT NOT NULL) STRICT;
`;

/** Long enough that a kill falls in between. */
const lazyMs = 300;

/**
 * What a client stores on disk: events with the cursor they lead to in one transaction, and each message from before it is sent until it is
 * answered. A kill of the process loses nothing; failures of the disk itself are not tested here.
 */
export class ClientDisk {
  readonly #db: Database.Database;
  readonly #mutation: ClientPlan['mutation'];

  constructor(file: string, mutation: ClientPlan['mutation']) {
    this.#mutation = mutation;
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = OFF');
    this.#db.exec(schema);
  }

  load(): DiskContents {
    const meta = (name: string) =>
      this.#db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?').get(name)?.value;
    const cursors = this.#db
      .prepare<[], { room: string; seq: number; id: EventId }>('SELECT room, seq, id FROM cursors')
      .all();
    const unanswered = this.#db.prepare<[], Unanswered>('SELECT id, room, text FROM outbox ORDER BY number').all();
    return {
      token: meta('token'),
      generation: meta('generation'),
      cursors: Object.fromEntries(cursors.map(({ room, ...position }) => [room, position])),
      unanswered,
    };
  }

  note(name: 'token' | 'generation', value: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(name, value);
  }

  /** Stores what was seen up to this event, and the client's cursor in its room afterwards. */
  apply(ops: readonly Op[], { room, seq, id }: Pick<RoomEvent, 'room' | 'seq' | 'id'>): void {
    const see = () => {
      for (const op of ops) this.see(op);
    };
    const move = this.#db.prepare('INSERT OR REPLACE INTO cursors (room, seq, id) VALUES (?, ?, ?)');
    if (this.#mutation === 'cursor-saved-before-apply') {
      move.run(room, seq, id);
      setTimeout(see, lazyMs);
    } else {
      this.#db.transaction(() => {
        see();
        move.run(room, seq, id);
      })();
    }
  }

  /** Stores an operation after those seen so far. */
  see(op: Op): void {
    this.#db.prepare('INSERT INTO seen (op) VALUES (?)').run(JSON.stringify(op));
  }

  forget(room: string): void {
    this.#db.prepare('DELETE FROM cursors WHERE room = ?').run(room);
  }

  put({ id, room, text }: Unanswered): void {
    if (this.#mutation === 'outbox-not-on-disk') return;
    this.#db.prepare('INSERT INTO outbox (id, room, text) VALUES (?, ?, ?)').run(id, room, text);
  }

  drop(id: string): void {
    this.#db.prepare('DELETE FROM outbox WHERE id = ?').run(id);
  }

  /** Everything seen, in the order in which it was stored. */
  *seen(): Generator<Op> {
    for (const { op } of this.#db.prepare<[], { op: string }>('SELECT op FROM seen ORDER BY number').iterate()) {
      const parsed: Op = JSON.parse(op);
      yield parsed;
    }
  }
}
