/** Append-only: entry n brings the file to version n + 1. */
export const localStoreMigrations: readonly string[] = [
  `
CREATE TABLE about (one INTEGER PRIMARY KEY CHECK (one = 1), user TEXT NOT NULL, generation TEXT NOT NULL) STRICT;

CREATE TABLE outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  room TEXT NOT NULL,
  text TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  refused TEXT
) STRICT;

CREATE TABLE rooms (
  id TEXT PRIMARY KEY,
  topic TEXT NOT NULL DEFAULT '',
  members INTEGER NOT NULL DEFAULT 0,
  cursor INTEGER NOT NULL,
  read_up_to INTEGER NOT NULL DEFAULT 0,
  at_start INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  room TEXT NOT NULL,
  seq INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
`,
  `
CREATE TABLE drafts (room TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sent (number INTEGER PRIMARY KEY AUTOINCREMENT, room TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX sent_by_room ON sent (room, number);
`,
  `
ALTER TABLE rooms ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE rooms SET bytes = (SELECT coalesce(sum(length(CAST(event AS BLOB))), 0) FROM events WHERE events.room = rooms.id);
`,
  'CREATE TABLE last_room (one INTEGER PRIMARY KEY CHECK (one = 1), room TEXT NOT NULL) STRICT',
  // Earlier versions dropped what they could not read. Rooms with such an event are deleted, so that they are fetched again. A message
  // cannot match: its quotation marks are escaped.
  `
CREATE TEMP TABLE incomplete AS SELECT DISTINCT room FROM events
  WHERE instr(event, '"type":"unknown"') > 0 OR instr(event, '"kind":"unknown"') > 0;
DELETE FROM events WHERE room IN (SELECT room FROM incomplete);
DELETE FROM rooms WHERE id IN (SELECT room FROM incomplete);
DROP TABLE incomplete;
`,
  // The outbox stores changes of any kind, as JSON.
  `
CREATE TABLE changes (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  room TEXT NOT NULL,
  change TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  refused TEXT
) STRICT;
INSERT INTO changes (number, id, room, change, at_ms, refused)
  SELECT number, id, room, json_object('type', 'message.send', 'body', json_object('kind', 'text', 'text', text)), at_ms, refused
  FROM outbox;
DROP TABLE outbox;
ALTER TABLE changes RENAME TO outbox;
`,
  `
ALTER TABLE rooms ADD COLUMN kind TEXT NOT NULL DEFAULT 'public';
ALTER TABLE rooms ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE rooms ADD COLUMN owner TEXT;
UPDATE rooms SET name = id;
`,
];
