/** Every number both ends must agree on, with its reason. Lengths of text are in UTF-16 code units unless they say Bytes. */
export const limits = {
  /**
   * One frame from a client. The longest text must fit whatever its characters and however it is encoded: JSON libraries that write
   * everything beyond ASCII as `\uXXXX` (Python's default) need 6 bytes for each of 16,000 characters. Frames of a server may be
   * larger: pages of history.
   */
  frameBytes: 128 * 1024,
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
  /** Characters in a room's topic. */
  topic: 200,
  /** Characters of a topic that are still parsed, so that the error for one that is too long can give both numbers. */
  rawTopic: 4000,
  /** The lowest minimum password length that the server accepts; the default is 12. */
  passwordFloor: 8,
  /** Maximum length of a password in UTF-8 bytes; a longer one is refused before hashing. */
  passwordBytes: 256,
  /** Events in one page of history. */
  page: 200,
  /** Messages in one answer to a search. */
  found: 50,
  /** Characters in a search query. */
  searchText: 200,
  /** Events in one frame of a sync. Small enough that a page of the longest messages is limited by its bytes, not by this. */
  syncPage: 200,
  /** Rooms that one user can join; also the maximum number of cursors in one sync. */
  roomsPerUser: 500,
  /** Rooms that one account can create. Leaving a room does not delete it, so the limit on joined rooms alone would not be enough. */
  roomsCreatedPerUser: 100,
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
  /** A request without an answer after this time has failed. */
  requestTimeoutMs: 15_000,
  /** Interval between pings; a peer that is silent for two of these is considered gone. */
  heartbeatMs: 20_000,
  /** A new connection must log in within this time. */
  authDeadlineMs: 60_000,
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
