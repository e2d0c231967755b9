// How fast this disk and SQLite store messages with no other work: rows as our server stores them, with a sync for each transaction. argv:
// folder, rows per transaction, milliseconds. Prints rows per second.
import { join } from 'node:path';
import Database from 'better-sqlite3';

const [folder = '.', group = '100', forMs = '2000'] = process.argv.slice(2);
const rooms = 13;
const authors = 52;

const db = new Database(join(folder, 'bare.db'));
db.pragma('journal_mode = WAL');
db.exec(`
  CREATE TABLE rooms (id TEXT PRIMARY KEY, head INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE events (
    number INTEGER PRIMARY KEY, room TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, author TEXT NOT NULL,
    type TEXT NOT NULL, body TEXT, at INTEGER NOT NULL, UNIQUE (room, seq), UNIQUE (id, author)
  ) STRICT;
`);
const heads = Array.from({ length: rooms }, () => 0);
for (let room = 0; room < rooms; room++) db.prepare('INSERT INTO rooms (id, head) VALUES (?, 0)').run(`r${room}`);
// This build of SQLite switches to NORMAL by itself after the first write.
db.pragma('synchronous = FULL');
const insert = db.prepare(
  `INSERT INTO events (room, seq, id, author, type, body, at) VALUES (?, ?, ?, ?, 'message', ?, ?)`,
);
const update = db.prepare('UPDATE rooms SET head = ? WHERE id = ?');
const body = JSON.stringify({ kind: 'text', text: 'x'.repeat(100) });

let rows = 0;
const commit = db.transaction(() => {
  for (let i = 0; i < Number(group); i++, rows++) {
    const room = rows % rooms;
    const seq = (heads[room] ?? 0) + 1;
    heads[room] = seq;
    insert.run(`r${room}`, seq, `${startedMs.toString(36)}-${rows}`, `u${rows % authors}`, body, Date.now());
  }
  heads.forEach((head, room) => {
    update.run(head, `r${room}`);
  });
});

const startedMs = Date.now();
commit();
const [fromMs, fromRows] = [performance.now(), rows];
while (performance.now() - fromMs < Number(forMs)) commit();
console.log(((rows - fromRows) / (performance.now() - fromMs)) * 1000);
db.close();
