// Runs in the writer thread: node builtins, relative files and types only.
import type { RoomId, UserId } from '@securechat/protocol/ids';
import type { StateKind } from '@securechat/protocol/user-state';
import {
  decideState,
  kindsOfRooms,
  type SetState,
  type StateFacts,
  type StateTotals,
  stateName,
} from '../../domain/decide-state.ts';
import { accept } from '../../domain/decision.ts';
import type { StateChanges, StateRemoval, StoredStateEntry } from '../../ports/user-state-store.ts';
import type { SqliteConnection } from './database.ts';
import type { Answer } from './method-types.ts';

/** Of each user: the number of changes, the number up to which removed entries are no longer remembered, and how much there is. */
type Head = StateTotals & { readonly ver: number; readonly floor: number };
const noHead: Head = { ver: 0, floor: 0, entries: 0, bytes: 0, removed: 0 };

function headOf(db: SqliteConnection, user: UserId): Head {
  return (
    db.get<Head>('SELECT ver, floor, entries, bytes, removed FROM user_state_heads WHERE user = +?', user) ?? noHead
  );
}

function setHead(db: SqliteConnection, user: UserId, { ver, floor, entries, bytes, removed }: Head): void {
  const set = `INSERT OR REPLACE INTO user_state_heads (user, ver, floor, entries, bytes, removed) VALUES (?, ?, ?, ?, ?, ?)`;
  db.run(set, user, ver, floor, entries, bytes, removed);
}

function put(db: SqliteConnection, user: UserId, { kind, key, value, ver }: StoredStateEntry): void {
  const insert = 'INSERT OR REPLACE INTO user_state (user, kind, key, value, ver) VALUES (?, ?, ?, ?, ?)';
  db.run(insert, user, kind, key, value, ver);
}

function factsOf(db: SqliteConnection, { user, session, entries }: SetState, totals: StateTotals): StateFacts {
  const select = 'SELECT value FROM user_state WHERE user = ? AND kind = ? AND key = ?';
  const stored = new Map<string, string | null>();
  const growing = new Set<StateKind>();
  for (const { kind, key, value } of entries) {
    const row = db.get<{ value: string | null }>(select, user, kind, key);
    if (row) stored.set(stateName(kind, key), row.value);
    if (value !== null && !row?.value) growing.add(kind);
  }
  const count = 'SELECT count(*) AS count FROM user_state WHERE user = ? AND kind = ? AND value IS NOT NULL';
  const counts = new Map<StateKind, number>();
  for (const kind of growing) counts.set(kind, db.get<{ count: number }>(count, user, kind)?.count ?? 0);
  const sessionOpen = db.get('SELECT 1 FROM sessions WHERE id = ? AND user = ?', session, user) !== undefined;
  return { sessionOpen, stored, counts, totals };
}

/** Removes what a user keeps of a room. Returns the number of the change, and what is stored by it; undefined if there was nothing. */
export function removeEntries(
  db: SqliteConnection,
  user: UserId,
  room: RoomId,
  kinds: readonly StateKind[] = kindsOfRooms,
): StateRemoval | undefined {
  const select = 'SELECT value FROM user_state WHERE user = ? AND kind = ? AND key = ? AND value IS NOT NULL';
  const found = kinds.flatMap((kind) => {
    const row = db.get<{ value: string }>(select, user, kind, room);
    return row ? [{ kind, size: room.length + Buffer.byteLength(row.value) }] : [];
  });
  if (found.length === 0) return undefined;
  const { ver: before, entries, bytes, removed, floor } = headOf(db, user);
  const ver = before + 1;
  const gone = found.map(({ kind }) => ({ kind, key: room, value: null }));
  for (const entry of gone) put(db, user, { ...entry, ver });
  const size = found.reduce((sum, each) => sum + each.size, 0);
  const [left, more] = [entries - gone.length, removed + gone.length];
  setHead(db, user, { ver, floor, entries: left, bytes: bytes - size, removed: more });
  return { user, ver, entries: gone };
}

/** The write step for what users keep. It changes nothing that an append depends on. */
export function userStateWrites(db: SqliteConnection) {
  return {
    setState(command: SetState): Answer<'setState'> {
      const { user } = command;
      const head = headOf(db, user);
      const decided = decideState(factsOf(db, command, head), command);
      if (!decided.ok) return decided;
      const { writes, totals, forgetRemoved } = decided.value;
      if (writes.length === 0) return accept({ ver: head.ver, entries: [] });
      const ver = head.ver + 1;
      if (forgetRemoved) db.run('DELETE FROM user_state WHERE user = ? AND value IS NULL', user);
      for (const write of writes) put(db, user, { ...write, ver });
      setHead(db, user, { ...totals, ver, floor: forgetRemoved ? head.ver : head.floor });
      return accept({ ver, entries: writes });
    },
  };
}

/** The reads of what users keep. */
export function userStateReads(db: SqliteConnection) {
  return {
    async stateAfter(user: UserId, after: number): Promise<StateChanges> {
      const { ver, floor } = headOf(db, user);
      if (after === ver) return { ver, reset: false, entries: [] };
      const reset = after > ver || after < floor;
      const select = `SELECT kind, key, value, ver FROM user_state WHERE user = +? AND ver > +? AND ver <= +?`;
      const rows = db.all<StoredStateEntry>(select, user, reset ? 0 : after, ver);
      const entries = reset || after === 0 ? rows.filter(({ value }) => value !== null) : rows;
      return { ver, reset, entries: entries.sort((a, b) => a.ver - b.ver) };
    },
    async stateVers(users: readonly UserId[]): Promise<ReadonlyMap<UserId, number>> {
      const select = 'SELECT user, ver FROM user_state_heads WHERE user IN (SELECT value FROM json_each(+?))';
      const rows = db.all<{ user: UserId; ver: number }>(select, JSON.stringify(users));
      return new Map(rows.map(({ user, ver }) => [user, ver]));
    },
  };
}
