import { decodeServerFrame, type ServerFrame } from '@securechat/protocol';
import type { Follower } from './follower.ts';
import type { Link } from './link/link.ts';
import type { Requests } from './requests.ts';

type Parts = { readonly requests: Requests; readonly follower: Follower; readonly link: Link };

/**
 * Handles one text frame: a reply goes to its request, everything else to the follower or the link. An invalid frame ends the connection.
 */
export function takeText(text: string, parts: Parts): void {
  const { requests, link } = parts;
  const decoded = decodeServerFrame(text);
  if (decoded.ok) {
    if (!requests.settle(decoded.value)) takeFrame(decoded.value, parts);
    return;
  }
  // A frame of an unknown type comes from a newer server and is ignored, unless it claims to be the reply to one of our requests.
  const { code, detail, re } = decoded.error;
  if (code === 'bad_frame' || requests.waitsFor(re)) link.invalid(detail);
}

function takeFrame(frame: ServerFrame, { follower, link }: Parts): void {
  if (frame.type === 'events') {
    const wrong = follower.events(frame);
    if (wrong !== undefined) link.invalid(`events: ${wrong}`);
  } else if (frame.type === 'event') follower.event(frame.event);
  else if (frame.type === 'presence') follower.presence(frame);
  else if (frame.type === 'typing') follower.typing(frame);
  else if (frame.type === 'going-down') link.notFor(frame.retryAfterMs);
}
