import { decodeServerFrame, type ServerFrame } from '@securechat/protocol';
import type { Follower } from './follower.ts';
import type { Link } from './link/link.ts';
import type { Requests } from './requests.ts';
import type { StateSync } from './user-state/state-sync.ts';

type Parts = {
  readonly requests: Requests;
  readonly follower: Follower;
  readonly userState: StateSync;
  readonly link: Link;
};

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

function takeFrame(frame: ServerFrame, { follower, userState, link }: Parts): void {
  if (frame.type === 'events') {
    const wrong = follower.events(frame);
    if (wrong !== undefined) link.invalid(`events: ${wrong}`);
  } else if (frame.type === 'event') follower.event(frame.event);
  else if (frame.type === 'presence') follower.presence(frame);
  else if (frame.type === 'typing') follower.typing(frame);
  else if (frame.type === 'profile-changed') follower.profile(frame);
  else if (frame.type === 'invited') follower.invited(frame);
  else if (frame.type === 'invitation-ended') follower.invitationEnded(frame);
  else if (frame.type === 'room-deleted') follower.deleted(frame);
  else if (frame.type === 'state') userState.take(frame);
  else if (frame.type === 'going-down') link.notFor(frame.retryAfterMs);
}
