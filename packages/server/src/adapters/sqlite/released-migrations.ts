const first = `
CREATE TABLE meta (generation TEXT NOT NULL, faults INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO meta (generation) VALUES (lower(hex(randomblob(16))));

CREATE TABLE accounts (
  user TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES accounts (user),
  token_hash BLOB NOT NULL UNIQUE,
  device TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  last_seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_user ON sessions (user, created_ms);

CREATE TABLE invites (
  code_hash BLOB PRIMARY KEY,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  used_by TEXT REFERENCES accounts (user),
  used_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE rooms (
  id TEXT PRIMARY KEY,
  topic TEXT NOT NULL,
  head INTEGER NOT NULL DEFAULT 0,
  members INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
  room TEXT NOT NULL REFERENCES rooms (id),
  user TEXT NOT NULL REFERENCES accounts (user),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  PRIMARY KEY (room, user, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX memberships_open ON memberships (user, room) WHERE to_seq IS NULL;

-- number is there for the search index: without it VACUUM may renumber the rows.
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  room TEXT NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  author TEXT NOT NULL REFERENCES accounts (user),
  type TEXT NOT NULL,
  body TEXT,
  at INTEGER NOT NULL,
  UNIQUE (room, seq),
  UNIQUE (author, id)
) STRICT;

CREATE VIRTUAL TABLE texts USING fts5(
  text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
`;

// The text index is a file of its own, see search-index.ts. Ids are ordered by time: an index that begins with the id has the newest ones on
// one page. By author they would be on as many pages as there are authors, and each commit would write all of these pages.
const second = `
DROP TABLE texts;
CREATE TABLE ordered_events (
  number INTEGER PRIMARY KEY,
  room TEXT NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  author TEXT NOT NULL REFERENCES accounts (user),
  type TEXT NOT NULL,
  body TEXT,
  at INTEGER NOT NULL,
  UNIQUE (room, seq),
  UNIQUE (id, author)
) STRICT;
INSERT INTO ordered_events SELECT number, room, seq, id, author, type, body, at FROM events;
DROP TABLE events;
ALTER TABLE ordered_events RENAME TO events;
`;

// Listing members skips those who have left. A room stores its creator for a quota, because leaving a room does not delete it. Ended
// sessions are recorded for the process that holds their sockets, which may be another one than the process that ended them.
const third = `
CREATE INDEX memberships_of_room ON memberships (room, user) WHERE to_seq IS NULL;

ALTER TABLE rooms ADD COLUMN created_by TEXT REFERENCES accounts (user);
UPDATE rooms SET created_by = (SELECT author FROM events WHERE events.room = rooms.id AND seq = 1) WHERE id <> 'general';
CREATE INDEX rooms_created ON rooms (created_by) WHERE created_by IS NOT NULL;

CREATE TABLE ended_sessions (number INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT;
CREATE TRIGGER session_ended AFTER DELETE ON sessions BEGIN
  INSERT INTO ended_sessions (id) VALUES (old.id);
  DELETE FROM ended_sessions WHERE number <= last_insert_rowid() - 10000;
END;
`;

// The account records the invite that it used, because an invite may serve several.
const fourth = `
CREATE TABLE new_invites (
  id TEXT PRIMARY KEY,
  code_hash BLOB NOT NULL UNIQUE,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  used INTEGER NOT NULL DEFAULT 0,
  revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO new_invites
  SELECT lower(hex(substr(code_hash, 1, 5))), code_hash, created_ms, expires_ms, 1, used_by IS NOT NULL, 0 FROM invites;
ALTER TABLE accounts ADD COLUMN invite TEXT;
UPDATE accounts SET invite = (SELECT lower(hex(substr(code_hash, 1, 5))) FROM invites WHERE used_by = accounts.user);
DROP TABLE invites;
ALTER TABLE new_invites RENAME TO invites;

CREATE TABLE operator_actions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  operator TEXT NOT NULL
) STRICT;
`;

// Older sessions have no address until they are used again.
const fifth = `
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
`;

/** The migrations of version 0.1, in order. Databases that ran them exist, so they never change. */
export const releasedMigrations: readonly string[] = [first, second, third, fourth, fifth];
