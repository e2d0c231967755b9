import type Database from 'better-sqlite3';
import type { DraftStore, RoomText } from './drafts.ts';

/** Drafts in the database file of an account. `maxSent`: how many sent texts of a room are stored. */
export class SqliteDraftStore implements DraftStore {
  readonly #db: Database.Database;
  readonly #maxSent: number;

  constructor(db: Database.Database, maxSent: number) {
    this.#db = db;
    this.#maxSent = maxSent;
  }

  load(): ReturnType<DraftStore['load']> {
    const lastRoom = this.#db.prepare<[], { room: string }>('SELECT room FROM last_room').get()?.room;
    return {
      ...(lastRoom === undefined ? {} : { lastRoom }),
      drafts: this.#db.prepare<[], RoomText>('SELECT room, text FROM drafts ORDER BY room').all(),
      sent: this.#db.prepare<[], RoomText>('SELECT room, text FROM sent ORDER BY number').all(),
    };
  }

  keep(drafts: readonly RoomText[]): void {
    const put = this.#db.prepare(
      'INSERT INTO drafts (room, text) VALUES (?, ?) ON CONFLICT (room) DO UPDATE SET text = excluded.text',
    );
    const drop = this.#db.prepare('DELETE FROM drafts WHERE room = ?');
    this.#whole(() => {
      for (const { room, text } of drafts) {
        if (text === '') drop.run(room);
        else put.run(room, text);
      }
    });
  }

  sent({ room, text }: RoomText): void {
    const older = `DELETE FROM sent WHERE room = ? AND number NOT IN
      (SELECT number FROM sent WHERE room = ? ORDER BY number DESC LIMIT ?)`;
    this.#whole(() => {
      this.#db.prepare('INSERT INTO sent (room, text) VALUES (?, ?)').run(room, text);
      this.#db.prepare(older).run(room, room, this.#maxSent);
      this.#db.prepare('DELETE FROM drafts WHERE room = ?').run(room);
    });
  }

  showed(room: string): void {
    const put = 'INSERT INTO last_room (one, room) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET room = excluded.room';
    this.#db.prepare(put).run(room);
  }

  forgetSent(): void {
    this.#db.prepare('DELETE FROM sent').run();
  }

  #whole(work: () => void): void {
    this.#db.transaction(work).immediate();
  }
}
