import type { StoredStateEntry, StoredUserState, UserStateStore } from '@securechat/client';
import type Database from 'better-sqlite3';

type Row = { readonly kind: string; readonly key: string; readonly value: string; readonly unsent: number };

/** What the user keeps on all devices, in the database file of an account. */
export class SqliteUserStateStore implements UserStateStore {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  load(): StoredUserState {
    const about = this.#db.prepare<[], { owner: string; ver: number }>('SELECT owner, ver FROM user_state_about').get();
    const rows = this.#db.prepare<[], Row>('SELECT kind, key, value, unsent FROM user_state').all();
    const entries = rows.map(
      ({ value, unsent, ...row }): StoredStateEntry => ({ ...row, value: JSON.parse(value), unsent: unsent !== 0 }),
    );
    return { owner: about?.owner, ver: about?.ver ?? 0, entries };
  }

  save({ owner, ver, reset, entries }: StoredUserState & { readonly reset: boolean }): void {
    const put = this.#db.prepare('INSERT OR REPLACE INTO user_state (kind, key, value, unsent) VALUES (?, ?, ?, ?)');
    const drop = this.#db.prepare('DELETE FROM user_state WHERE kind = ? AND key = ?');
    const save = () => {
      if (reset) this.#db.prepare('DELETE FROM user_state').run();
      for (const { kind, key, value, unsent } of entries) {
        if (value === null && !unsent) drop.run(kind, key);
        else put.run(kind, key, JSON.stringify(value), unsent ? 1 : 0);
      }
      if (owner === undefined) return;
      this.#db.prepare('INSERT OR REPLACE INTO user_state_about (one, owner, ver) VALUES (1, ?, ?)').run(owner, ver);
    };
    this.#db.transaction(save).immediate();
  }
}
