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
  /** Nesting of a frame's JSON: the deepest of ours is 5. Deep nesting is a known way to exhaust the stack. */
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
  /** Characters of a topic that are still read, so that one that is too long is refused with both numbers. */
  rawTopic: 4000,
  /** Shortest password the server can be told to allow; its default is 12. */
  passwordFloor: 8,
  /** Longest password in UTF-8 bytes, refused before hashing. */
  passwordBytes: 256,
  /** Events in one page of history. */
  page: 200,
  /** Messages in one answer to a search. */
  found: 50,
  /** Characters in a search query. */
  searchText: 200,
  /** Events in one frame of a sync. Small, so that a page of longest messages is cut by bytes and not here. */
  syncPage: 200,
  /** Rooms one user may be in; also the most cursors of one sync. */
  roomsPerUser: 500,
  /** Rooms one account may create. Leaving a room does not delete it, so membership alone bounds nothing. */
  roomsCreatedPerUser: 100,
  /** Rooms, or members, in one page of a list. A page of the longest topics is shorter: it is cut by size, to fit a reader's outbox. */
  listPage: 500,
  /** Sessions (signed-in devices) of one account; the next log-in is refused until one is ended. */
  sessionsPerUser: 50,
  /** Open connections of one account: a few for each of its devices. More would each have outboxes and answers of their own. */
  connectionsPerUser: 100,
  /** A request without an answer after this long has failed. */
  requestTimeoutMs: 15_000,
  /** The server pings this often; a peer silent for two of these is gone. */
  heartbeatMs: 20_000,
  /** A new connection must be signed in by then. */
  authDeadlineMs: 60_000,
  /** Bytes that may wait for one reader. More than these for `outboxGraceMs` without a pause, and it is cut off. */
  outboxBytes: 1024 * 1024,
  /** How long a burst, or one large frame, may take to leave. */
  outboxGraceMs: 5000,
  /** Bytes waiting for one reader at which it is cut off at once: what a reader that does not read may cost. */
  outboxHardBytes: 4 * 1024 * 1024,
  /** Characters of the names of who is here, in one `synced`: a few hundred full rooms would be more than a reader may have waiting. */
  onlineNames: 256 * 1024,
  /**
   * Members up to which a room is told who comes and goes. Each arrival is told to all: after a restart that would be the square
   * of a room's size, and nobody reads a thousand of such lines. `room.members` says who is there in a room of any size.
   */
  presenceMembers: 250,
  /** How long a user may be away before the others are told: a reconnection must not flap. */
  presenceGraceMs: 10_000,
} as const;
