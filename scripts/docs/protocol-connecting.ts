import { readFileSync } from 'node:fs';
import { limits } from '../../packages/protocol/src/limits.ts';
import { SUBPROTOCOL } from '../../packages/protocol/src/version.ts';
import { options } from '../../packages/server/src/options.ts';

const seconds = (ms: number) => `${ms / 1000} s`;
const byDefault = (name: keyof typeof options) => `\`--${name}\`, ${options[name].default}`;

/** How a client reaches a server: paths, HTTP answers, pins and links. */
export function connectingSection(): string {
  return `## Reaching a server

**Path.** The WebSocket is at \`wss://HOST:PORT/ws\`; \`/\` is the same, so a client may use the address as people type it. Anything after \`?\` is
ignored. A client offers the subprotocol \`${SUBPROTOCOL}\`; one that speaks several versions offers several.

**HTTP.** The same port answers HTTPS. An upgrade that is refused gets a status without a body, and the connection is closed:

| status | an upgrade is refused because |
| --- | --- |
| 400 | it does not offer \`${SUBPROTOCOL}\`, or is no WebSocket upgrade of version 13 |
| 403 | its \`Origin\` is not one of the server's own pages; clients that are not browsers send none |
| 404 | its path is another one |
| 429 | there are too many connections, or guests, from this address: try again after a minute |
| 503 | the server is stopping: try again in a moment |

Other requests: \`GET /\` is the page, if the server has one; \`GET /healthz\` is \`{"status":"ok"}\`, or 503 with \`stopping\`; \`GET /ws\` is 426; an
unknown path 404; another method than \`GET\` and \`HEAD\` 405; a host name that the server does not know 421.

**Pin.** A pin replaces the check of the certificate's chain and name. It is the SHA-256 of the DER encoding of the certificate's
SubjectPublicKeyInfo, the whole structure with its algorithm, in base64url without padding: 43 characters. It stays the same when the certificate
is renewed with the same key. To compute it:
\`openssl x509 -in cert.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | basenc --base64url\`, without the \`=\`
at the end.

**Links.** A link names a server, and may have an invite to it:

\`\`\`text
link   = "securechat://" host [":" port] ["/"] "#" "pin=" pin ["&invite=" code]
host   = a name, an IPv4 address, or an IPv6 address in brackets
port   = 8443 if missing
pin    = 43 characters of base64url
code   = the invite of \`signup\`, percent-encoded
\`\`\`

What is behind the \`#\` has the form of a query, in any order; unknown fields are ignored. A link without a pin is none.

## Staying connected

Each side finds out by itself whether the other is still there.

- **The server pings** every ${seconds(limits.heartbeatMs)} (\`heartbeatMs\` in \`welcome\`), as WebSocket defines it; every WebSocket library answers with a pong.
  It closes a connection on which nothing has come, neither frame nor pong, between two of its pings: after ${seconds(limits.heartbeatMs)} to ${seconds(2 * limits.heartbeatMs)} of silence.
- **A client** that can see pings need send nothing. If neither frame nor ping has come for twice \`heartbeatMs\`, the connection is lost: it closes
  it and connects again.
- **A page** in a browser sees no pings, though the browser answers them. It sends \`ping\` when nothing has come for longer than \`heartbeatMs\`; without
  \`pong\` within ${seconds(limits.requestTimeoutMs)} the connection is lost. Any client may do so, for example after its computer has slept. \`ping\` costs 1 request, before the
  log-in too, and is answered in its turn: what was sent before it has been handled, except requests that take long (\`search\`, changes, \`sync\`).

## Rates

Each account has two budgets: messages (${byDefault('message-rate')} per second; ${byDefault('message-burst')} at once; ${byDefault('messages-per-minute')} per
minute) and other requests (${byDefault('requests-per-second')} per second, twice as many at once). The cost of each request is in the table below. What costs
more than is left is refused with \`slow_down\`, and \`retryAfterMs\` is the time after which the same request succeeds, if nothing else is sent. A
retry of a message that is stored is always acknowledged: it costs nothing, and is never held back. Log-ins, sign-ups and connections are limited by
address, too.
`;
}

/** One conversation of two people with a server, which a test replays. */
export function conversationSection(): string {
  const lines = readFileSync(new URL('conversation.txt', import.meta.url), 'utf8').trim();
  return `## An example conversation

A test sends these frames to a new server and compares its answers with those below. \`→\` is sent by a client, \`←\` received. \`ada2\` is another connection
of ada's device, which had stored everything up to seq 3. Times, ids, tokens and the generation differ in each run; frames of different types may overtake each
other; \`presence\` and \`profile-changed\` are left out.

\`\`\`text
${lines}
\`\`\`
`;
}
