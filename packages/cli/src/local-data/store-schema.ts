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
  // Names of events say what they are about.
  `
UPDATE events SET event = json_set(event, '$.type', CASE event ->> '$.type'
  WHEN 'made' THEN 'room-created' WHEN 'joined' THEN 'member-joined'
  WHEN 'left' THEN 'member-left' ELSE 'member-removed' END)
  WHERE event ->> '$.type' IN ('made', 'joined', 'left', 'removed');
`,
  // A description is stored as it is, whatever it has.
  `
ALTER TABLE rooms ADD COLUMN description TEXT NOT NULL DEFAULT '{}';
UPDATE rooms SET description = json_patch(
  json_object('kind', kind, 'name', name, 'topic', topic, 'members', members), json_object('owner', owner));
ALTER TABLE rooms DROP COLUMN kind;
ALTER TABLE rooms DROP COLUMN name;
ALTER TABLE rooms DROP COLUMN topic;
ALTER TABLE rooms DROP COLUMN owner;
ALTER TABLE rooms DROP COLUMN members;
`,
  // A room may have several owners.
  `
UPDATE rooms SET description = json_remove(json_set(description, '$.owners',
  CASE WHEN description ->> '$.owner' IS NULL THEN json_array() ELSE json_array(description ->> '$.owner') END), '$.owner')
  WHERE description <> '{}';
`,
  // What the user keeps on all devices. The read positions of this device become marks once their rooms are known. Messages have numbers
  // since then, so earlier ones are fetched again.
  `
CREATE TABLE user_state_about (one INTEGER PRIMARY KEY CHECK (one = 1), owner TEXT NOT NULL, ver INTEGER NOT NULL) STRICT;
CREATE TABLE user_state (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  unsent INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO user_state SELECT 'former-mark', id, read_up_to, 0 FROM rooms WHERE read_up_to > 0;
ALTER TABLE rooms DROP COLUMN read_up_to;
DELETE FROM events;
DELETE FROM rooms;
`,
  // A cursor is sent with the id of its event.
  `
ALTER TABLE rooms ADD COLUMN cursor_id TEXT;
UPDATE rooms SET cursor_id = (SELECT event ->> '$.id' FROM events WHERE room = rooms.id AND seq = rooms.cursor);
`,
];
