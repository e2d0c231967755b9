import { limits } from '../../packages/protocol/src/limits.ts';
import { OLDEST_VERSION, PROTOCOL_VERSION, SUBPROTOCOL } from '../../packages/protocol/src/version.ts';

const seconds = (ms: number) => `${ms / 1000} s`;

/** What no table can say: the life of a connection, and what both ends promise. */
export function protocolIntroduction(): string {
  return `# Protocol

Version ${PROTOCOL_VERSION} (oldest still spoken: ${OLDEST_VERSION}). Generated from \`packages/protocol\` by \`npm run docs\`; edit the source, not this page.

The protocol is JSON over WebSocket over TLS (\`wss\`), subprotocol \`${SUBPROTOCOL}\`, with one JSON object per text frame. Binary
frames and compression are not used. The JSON Schema of every frame ships in the package \`@securechat/protocol\`
(\`schema/client/*.json\`, \`schema/server/*.json\`), and \`packages/protocol/test/golden\` has valid and invalid examples of each.

## The life of a connection

1. The client connects, checks the server's certificate or pin, and asks for the subprotocol \`${SUBPROTOCOL}\`.
2. It sends \`hello\` with its protocol version. The server answers \`welcome\` with the version spoken from here on, its
   store's generation and its sign-up policy, or refuses with \`unsupported_version\`.
3. It authenticates with \`signup\`, \`login\` or \`resume\`; the answer is \`signed-in\`. A connection that is not authenticated
   after ${seconds(limits.authDeadlineMs)} is closed with 4008. A token is sent only once, when its session is created; the client stores it and uses
   \`resume\` from then on.
4. It sends \`sync\` with a cursor for each room it knows: the seq of the last event it has applied. The server sends
   \`events\` for each room of the user and then \`synced\`; for a room with a cursor that the user has left or been removed from, it sends the events
   up to that point. Events that happen during this are not lost: live \`event\` frames
   and the answer to \`sync\` come from one feed, in the order of each room.
5. From here on every event of the user's rooms arrives as \`event\` (or \`events\`, if the server fills a gap). The client
   applies an event only if its seq is its cursor + 1, and otherwise requests the missing ones.
6. Both sides watch for silence, as [below](#staying-connected).
7. Before a restart the server sends \`going-down\` and closes with 1012. The close codes below say when to reconnect.

## Requests and replies

A request carries an \`id\` that the client chose; its reply carries the same as \`re\`. Replies may arrive in a different order than
their requests. A request that is refused is answered by \`error\` with \`re\`, a code from the error table and a sentence.
A request without an answer after ${seconds(limits.requestTimeoutMs)} has failed, but may have been carried out:
[the table of requests](#requests-at-a-glance) says which may be repeated.

**Rooms have ids and names.** A room's id never changes and means nothing; events and requests refer to the room by it. Its name is what
people use; it is in the room's summary and header. \`room.create\` takes a name, \`room.find\` and \`room.join\` take a name or an id, and their
reply has both. \`general\` and rooms from before version 2 have their first name as id.

**Sending is safe to repeat.** The author chooses an id for each message, \`clientId\`. The pair of author and
\`clientId\` is unique forever: the same message sent again gets the same \`ack\`, with the same seq, and is stored once. The same id
with another room or body is refused as \`id_reused\`. \`ack\` is sent only after the message has been written to disk and
synced.

**Order survives a refusal.** A client may have up to 32 messages of its outbox in flight. When one is refused with
\`slow_down\` or \`storage_failed\`, later messages in that room on that connection are refused too, until the refused one is resent, or
until 10 s after it could have been. So messages appear in the room in the order in which they were typed.

**Newer peers.** Unknown fields are ignored. An event of an unknown type keeps its position and its content, and is shown as one that
this version cannot read, as is a body of an unknown kind. A malformed frame of a known type is refused. Version numbers increase
only when an older peer would misread a frame.

## Names of the promise

(G1) to (G7) below stand for: an ack means on disk; a retry is always harmless; one gapless order per room; exactly once per client;
events for members only; the same event for everybody; a restored backup is noticed. ARCHITECTURE.md says where each is implemented.

## Best effort

\`typing\` and \`presence\` are not stored, not repeated and not ordered with the events of a room.
`;
}
