// The writer thread's program of a server under torture. It also runs as plain TypeScript: node builtins and relative files only.
import type { SqliteConnection } from '../adapters/sqlite/database.ts';
import type { WriteCache } from '../adapters/sqlite/write-cache.ts';
import { serveWriter } from '../adapters/sqlite/writer-loop.ts';
import { createWrites, type Writes } from '../adapters/sqlite/writes.ts';
import { readTorture } from './torture-options.ts';

const { hook, hookAfter, mutation, failEvery } = readTorture();

/** The same table without the unique index on author and id. */
const withoutUnique = `
CREATE TABLE loose (
  number INTEGER PRIMARY KEY, room TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, author TEXT NOT NULL,
  type TEXT NOT NULL, body TEXT, at INTEGER NOT NULL, n INTEGER, everybody TEXT, UNIQUE (room, seq)
) STRICT;
INSERT INTO loose SELECT number, room, seq, id, author, type, body, at, n, everybody FROM events;
DROP TABLE events;
ALTER TABLE loose RENAME TO events;
`;

function appendTwice(db: SqliteConnection, { append }: Writes): Writes['append'] {
  db.exec(withoutUnique);
  let made = 0;
  return (draft) => {
    // A new id: the earlier event is not found, as without the rule and its index.
    const id = `${draft.id}.${Date.now()}.${made++}`.slice(-64) as typeof draft.id;
    const seq = append({ ...draft, id });
    if (typeof seq === 'number') {
      db.run('UPDATE events SET id = ? WHERE room = ? AND seq = ?', draft.id, draft.room, seq);
    }
    return seq;
  };
}

function countInMemory(db: SqliteConnection, { append }: Writes, cache: WriteCache): Writes['append'] {
  const last = new Map<string, number>();
  return (draft) => {
    const done = append(draft);
    const stored = typeof done === 'number' ? done : done.ok ? done.value.event.seq : undefined;
    if (stored === undefined) return done;
    // Counted before it is known whether anything will be stored, as a counter outside the database would be.
    const seq = Math.max(last.get(draft.room) ?? 0, stored - 1) + 1;
    last.set(draft.room, seq);
    if (typeof done !== 'number' || seq === done) return done;
    cache.flushHeads();
    db.run('UPDATE events SET seq = ? WHERE room = ? AND seq = ?', seq, draft.room, done);
    db.run('UPDATE rooms SET head = ? WHERE id = ?', seq, draft.room);
    cache.invalidate();
    return seq;
  };
}

/** A reader's message is stored, as if nobody asked for their role. */
function appendOfReaders(db: SqliteConnection, { append }: Writes, cache: WriteCache): Writes['append'] {
  return (draft) => {
    const done = append(draft);
    if (typeof done === 'number' || done.ok || done.error !== 'not_allowed') return done;
    const setRole = (role: string) => {
      cache.flushHeads();
      const set = 'UPDATE memberships SET role = ? WHERE user = ? AND room = ? AND to_seq IS NULL';
      db.run(set, role, draft.author, draft.room);
      cache.invalidate();
    };
    setRole('member');
    const again = append(draft);
    setRole('reader');
    return again;
  };
}

type Mutate = (db: SqliteConnection, writes: Writes, cache: WriteCache) => Writes['append'];
const mutated: Readonly<Record<string, Mutate>> = {
  'no-unique-index': appendTwice,
  'seq-from-memory': countInMemory,
  'readers-write': appendOfReaders,
};

/** Dies inside the transaction: everything of the batch so far must be gone afterwards. */
function dying(append: Writes['append']): Writes['append'] {
  let passed = 0;
  return (draft) => {
    const appended = append(draft);
    if (++passed >= hookAfter) process.kill(process.pid, 'SIGKILL');
    return appended;
  };
}

/** Fails as SQLite does when the disk fails, and the whole batch with it. */
function failing(append: Writes['append']): Writes['append'] {
  let asked = 0;
  return (draft) => {
    if (failEvery > 0 && ++asked % failEvery === 0) {
      throw Object.assign(new Error('the disk fails, says the test'), { code: 'SQLITE_IOERR_FSYNC' });
    }
    return append(draft);
  };
}

serveWriter((db, cache) => {
  const writes = createWrites(db, cache);
  const append = mutated[mutation]?.(db, writes, cache) ?? writes.append;
  return { ...writes, append: failing(hook === 'before-commit' ? dying(append) : append) };
});
