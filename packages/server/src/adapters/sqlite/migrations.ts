import type { SqliteConnection } from './database.ts';
import { releasedMigrations } from './released-migrations.ts';

// A room's id never changes, but its name may. Existing rooms are named by their id.
const sixth = `
ALTER TABLE rooms ADD COLUMN kind TEXT NOT NULL DEFAULT 'public';
ALTER TABLE rooms ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE rooms SET name = id;
CREATE UNIQUE INDEX public_rooms ON rooms (name) WHERE kind = 'public';
CREATE TABLE former_names (
  name TEXT PRIMARY KEY,
  room TEXT NOT NULL REFERENCES rooms (id),
  until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_names_of_room ON former_names (room);
`;

// Names of events say what they are about.
const seventh = `
UPDATE events SET type = 'room-created' WHERE type = 'made';
UPDATE events SET type = 'member-joined' WHERE type = 'joined';
UPDATE events SET type = 'member-left' WHERE type = 'left';
UPDATE events SET type = 'member-removed' WHERE type = 'removed';
`;

// `away` is the reason for being away, and NULL for a user who is not. Users are as if last seen when one of their sessions was last used.
const profiles = `
ALTER TABLE accounts ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN away TEXT;
ALTER TABLE accounts ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN seen_ms INTEGER;
UPDATE accounts SET seen_ms = (SELECT max(last_seen_ms) FROM sessions WHERE sessions.user = accounts.user);
`;

// Members have roles. The creator of a room is its owner if still a member. Names of owners are part of a room's description.
const roles = `
ALTER TABLE memberships ADD COLUMN role TEXT NOT NULL DEFAULT 'member';
UPDATE memberships SET role = 'owner'
  WHERE to_seq IS NULL AND user = (SELECT created_by FROM rooms WHERE rooms.id = memberships.room);
CREATE INDEX owners_of_room ON memberships (room, user) WHERE to_seq IS NULL AND role = 'owner';

ALTER TABLE accounts ADD COLUMN administrator INTEGER NOT NULL DEFAULT 0;
`;

// What users keep on all devices. A removed entry stays, without a value, for devices that were away.
const userState = `
CREATE TABLE user_state (
  user TEXT NOT NULL REFERENCES accounts (user),
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT,
  ver INTEGER NOT NULL,
  PRIMARY KEY (user, kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_state_heads (
  user TEXT PRIMARY KEY REFERENCES accounts (user),
  ver INTEGER NOT NULL,
  floor INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  removed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

// What a membership can read begins where it began, for those from before: nobody sees more than was promised when it was written. Rooms
// share their history with those who join from now on.
const visible = `
ALTER TABLE rooms ADD COLUMN shared_from INTEGER;
UPDATE rooms SET shared_from = 1;
ALTER TABLE memberships ADD COLUMN visible_from INTEGER NOT NULL DEFAULT 0;
UPDATE memberships SET visible_from = from_seq;
`;

// The one direct room of two people, in alphabetical order; twice the same person for notes.
const directRooms = `
CREATE TABLE direct_rooms (
  low TEXT NOT NULL REFERENCES accounts (user),
  high TEXT NOT NULL REFERENCES accounts (user),
  room TEXT NOT NULL UNIQUE REFERENCES rooms (id),
  PRIMARY KEY (low, high)
) STRICT, WITHOUT ROWID;
CREATE INDEX direct_rooms_of_high ON direct_rooms (high);
`;

// Whom each message mentions, and the number of its event, by which the messages of all rooms are ordered.
const mentions = `
CREATE TABLE mentions (
  user TEXT NOT NULL,
  room TEXT NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (user, room, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_number ON mentions (user, number);
`;

// The row of a deleted account stays, because its messages refer to it and its name is never free again.
const deletedAccounts = `
ALTER TABLE accounts ADD COLUMN deleted_ms INTEGER;
`;

// Bans, which end at until_ms or never.
const bans = `
CREATE TABLE bans (
  room TEXT NOT NULL REFERENCES rooms (id),
  user TEXT NOT NULL REFERENCES accounts (user),
  by TEXT NOT NULL REFERENCES accounts (user),
  at_ms INTEGER NOT NULL,
  until_ms INTEGER,
  reason TEXT,
  PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX administrators ON accounts (user) WHERE administrator <> 0;
`;

// Invitations to rooms that are neither accepted nor declined, and links to rooms that nobody has used.
const invitations = `
CREATE TABLE invitations (
  user TEXT NOT NULL REFERENCES accounts (user),
  room TEXT NOT NULL REFERENCES rooms (id),
  inviter TEXT NOT NULL REFERENCES accounts (user),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (user, room)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitations_of_room ON invitations (room);

CREATE TABLE room_links (
  code_hash BLOB PRIMARY KEY,
  room TEXT NOT NULL REFERENCES rooms (id),
  inviter TEXT NOT NULL REFERENCES accounts (user),
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX room_links_of_room ON room_links (room);
`;

// Messages are numbered within their room, so that a client knows how many it has not read without loading them.
const messageNumbers = `
ALTER TABLE rooms ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN n INTEGER;
UPDATE events SET n = numbered.n FROM (
  SELECT number, row_number() OVER (PARTITION BY room ORDER BY seq) AS n FROM events WHERE type = 'message'
) AS numbered WHERE numbered.number = events.number;
UPDATE rooms SET messages = (SELECT count(*) FROM events WHERE room = rooms.id AND type = 'message');
`;

// Expired links are deleted with each new one.
const linksByEnd = `
CREATE INDEX room_links_by_end ON room_links (expires_ms);
`;

// An archived room can only be read. A room can be deleted some time after it was archived.
const archivedRooms = `
ALTER TABLE rooms ADD COLUMN archived_ms INTEGER;
CREATE INDEX archived_rooms ON rooms (name) WHERE kind = 'public' AND archived_ms IS NOT NULL;
`;

// Messages that mention everybody in the room, or everybody who was connected.
const everybody = `
ALTER TABLE events ADD COLUMN everybody TEXT;
`;

// Who may invite to a room.
const inviters = `
ALTER TABLE rooms ADD COLUMN inviters TEXT NOT NULL DEFAULT 'members';
`;

// How many invitations somebody has made.
const invitationsByInviter = `
CREATE INDEX invitations_by_inviter ON invitations (inviter, user);
`;

// The rooms that an invite carries, in order. A room may be deleted while the invite is open: its name says then which one it was.
const inviteRooms = `
CREATE TABLE invite_rooms (
  invite TEXT NOT NULL REFERENCES invites (id),
  place INTEGER NOT NULL,
  room TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (invite, place),
  UNIQUE (invite, room)
) STRICT, WITHOUT ROWID;
`;

// The tokens of deleted accounts: a device that was away learns why its session has ended.
const deletedTokens = `
CREATE TABLE deleted_tokens (token_hash BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
`;

// Which messages were changed, by which events: the last of all, the last that gave a new text, and the one that deleted it. A message that
// never changed has no row. The texts are those of the events.
const messageChanges = `
CREATE TABLE message_states (
  room TEXT NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  edited_rev INTEGER,
  deleted_rev INTEGER,
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE message_edits (
  room TEXT NOT NULL REFERENCES rooms (id),
  target INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (room, target, seq)
) STRICT, WITHOUT ROWID;
`;

// How many messages were deleted: the file of deletions beside the database has as many lines.
const deletions = `
ALTER TABLE meta ADD COLUMN deletions INTEGER NOT NULL DEFAULT 0;
`;

// The invitation that its user has, if whoever made the listed one is blocked.
const deliveredInvitations = `
ALTER TABLE invitations ADD COLUMN delivered_by TEXT;
ALTER TABLE invitations ADD COLUMN delivered_ms INTEGER;
CREATE INDEX invitations_delivered ON invitations (delivered_by) WHERE delivered_by IS NOT NULL;
`;

/** Append-only: entry n migrates the database to version n + 1. */
export const migrations: readonly string[] = [
  ...releasedMigrations,
  sixth,
  seventh,
  profiles,
  roles,
  userState,
  visible,
  directRooms,
  mentions,
  deletedAccounts,
  bans,
  invitations,
  messageNumbers,
  linksByEnd,
  archivedRooms,
  everybody,
  inviters,
  invitationsByInviter,
  inviteRooms,
  deletedTokens,
  messageChanges,
  deletions,
  deliveredInvitations,
];

/** Whether the file was written by a later version of this program. */
export function isNewer(connection: SqliteConnection): boolean {
  return connection.userVersion() > migrations.length;
}

/** Runs the missing migrations, all or none. Throws with code `newer` for a file from a later version. */
export function migrate(connection: SqliteConnection): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    if (isNewer(connection)) throw Object.assign(new Error('the database is newer'), { code: 'newer' });
    for (const sql of migrations.slice(connection.userVersion())) connection.exec(sql);
    connection.exec(`PRAGMA user_version = ${migrations.length}`);
    connection.exec('COMMIT');
  } catch (thrown) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw thrown;
  }
}
