/** Every number both ends must agree on, with its reason. Lengths of text are in UTF-16 code units unless they say Bytes. */
export const limits = {
  /**
   * One frame from a client. The longest text must fit whatever its characters and however it is encoded: JSON libraries that write
   * everything beyond ASCII as `\uXXXX` (Python's default) need 6 bytes for each of 16,000 characters. A `sync` with a cursor for each
   * of 1500 rooms needs more than that. Frames of a server may be larger: pages of history.
   */
  frameBytes: 256 * 1024,
  /** One frame from a server. The largest is a catch-up of full rooms; a client closes the connection at a larger one. */
  serverFrameBytes: 4 * 1024 * 1024,
  /** Nesting depth of a frame's JSON; the protocol's own frames need 5. Deep nesting is a known way to exhaust the stack. */
  frameDepth: 8,
  /**
   * Characters in a message. Room for a long stack trace or a log excerpt, and several times what other chats allow; small enough
   * that the longest message fits a frame and a page of history holds several.
   */
  text: 16_000,
  /** Lines in a message. A stack trace with its causes has a few hundred; clients fold long messages. */
  lines: 500,
  /** Characters in a user's name. */
  userName: 32,
  /** Characters in a room's name. */
  roomName: 32,
  /** People by whom a room without a name is titled. */
  titlePeople: 6,
  /** Owners that a room can have. */
  ownersPerRoom: 10,
  /** Characters of the reason of a removal or a ban. */
  reason: 200,
  /** The longest time for which somebody can be banned; a ban without a time has no end. */
  banMs: 3650 * 24 * 60 * 60 * 1000,
  /** Characters in a room's topic. */
  topic: 200,
  /** Characters of a topic that are still parsed, so that the error for one that is too long can give both numbers. */
  rawTopic: 4000,
  /** Characters in a display name: the full name of nearly everybody, in any script. */
  displayName: 64,
  /** Characters in a status, and in the reason for being away: one line beside the name. */
  status: 100,
  /** Characters of a display name, a status and a reason that are still parsed, so that the error can give both numbers. */
  rawProfileText: 4000,
  /** The lowest minimum password length that the server accepts; the default is 12. */
  passwordFloor: 8,
  /** Maximum length of a password in UTF-8 bytes; a longer one is refused before hashing. */
  passwordBytes: 256,
  /** Events in one page of history. */
  page: 200,
  /** Names in one message that mention somebody. More than anybody addresses by name; each costs the server a look-up. */
  mentions: 50,
  /** Characters in a highlight word. */
  highlightWord: 64,
  /** The highest number of unread mentions that a server counts in one room. */
  mentionCount: 99,
  /** Messages in one answer to a search. */
  found: 50,
  /** Characters in a search query. */
  searchText: 200,
  /** Events in one frame of a sync. Small enough that a page of the longest messages is limited by its bytes, not by this. */
  syncPage: 200,
  /** Rooms that one user can join. Direct rooms do not count. */
  roomsPerUser: 500,
  /** Direct rooms that one user can be in. The other side opens half of them, so a flood of them must not use up the rooms to join. */
  directRoomsPerUser: 1000,
  /** All rooms of one user, `roomsPerUser` and `directRoomsPerUser`: cursors in one sync, and rooms in its answer. */
  followedRooms: 1500,
  /** Rooms that one account can create. Leaving a room does not delete it, so the limit on joined rooms alone would not be enough. */
  roomsCreatedPerUser: 100,
  /** Invitations that one user can have neither accepted nor declined: what others can fill somebody's list with. */
  invitationsPerUser: 100,
  /** Those of them that one person can have made: others must find place in the list, too. */
  invitationsToOne: 5,
  /** Pending invitations that one person can have made, to all people and rooms. */
  invitationsByOne: 500,
  /** Invitations of a room that are pending, and links of a room that are unused. Enough to invite a department. */
  invitationsPerRoom: 500,
  /** Rooms that a newcomer joins by the invite to the server: those of a team. They are joined in one step and named in one answer. */
  roomsPerInvite: 50,
  /** How long the link of an invitation can be valid, in milliseconds: 90 days. Whoever finds it later should not get in. */
  invitationLinkMs: 90 * 24 * 60 * 60 * 1000,
  /** Rooms or members in one page of a list. A page of rooms with the longest topics is shorter, so that it fits a reader's outbox. */
  listPage: 500,
  /** Sessions (logged-in devices) of one account. A further log-in ends the session that has been unused for longest. */
  sessionsPerUser: 50,
  /**
   * Open connections of one account: a few for each device. Each one needs its own outbox. A further `resume` is refused with
   * `too_many_connections`; a `login` with the password closes the account's oldest connection and takes its place, so that a
   * stolen token cannot lock the owner out.
   */
  connectionsPerUser: 100,
  /** Entries in one `state.set`. As many as rooms may be marked as read at once. */
  stateSet: 500,
  /** Entries of all kinds that one user can keep: a mark, a star and a level for every room, and more. */
  stateEntries: 5000,
  /** Bytes of all entries of one user, as JSON: they are read into memory whole. Drafts take most of it. */
  stateBytes: 512 * 1024,
  /** A request without an answer after this time has failed. */
  requestTimeoutMs: 15_000,
  /** Interval between pings; a peer that is silent for two of these is considered gone. */
  heartbeatMs: 20_000,
  /** A new connection must log in within this time. */
  authDeadlineMs: 60_000,
  /** Malformed frames within `badFramesMs` for which a connection is closed (4000). Frames of an unknown type do not count. */
  badFrames: 10,
  /** How long a malformed frame counts. */
  badFramesMs: 60_000,
  /** Bytes that may be queued for one reader. If there are more for longer than `outboxGraceMs`, the reader is disconnected. */
  outboxBytes: 1024 * 1024,
  /** How long a burst, or one large frame, may take to send. */
  outboxGraceMs: 5000,
  /** Queued bytes at which a reader is disconnected immediately: the most that a reader that has stopped reading can cost. */
  outboxHardBytes: 4 * 1024 * 1024,
  /** Total length of the names in `online` of one `synced`: a few hundred full rooms would exceed what may be queued for one reader. */
  onlineNames: 256 * 1024,
  /**
   * Members up to which a room gets `presence` frames. Each of them goes to every member: after a restart, that would be the square
   * of the room's size. `room.members` says who is online in a room of any size.
   */
  presenceMembers: 250,
  /** How long a user may be disconnected before others see them as offline, so that reconnections go unnoticed. */
  presenceGraceMs: 10_000,
} as const;
