import {
  encodeFrame,
  type Refusal,
  type RoomEvent,
  type ServerFrame,
  sayError,
  unreachable,
} from '@securechat/protocol';
import type { EphemeralEvent } from '../../app/hub.ts';
import type { StateBatch } from '../../app/state-feed.ts';
import { frameText } from './frames.ts';

/** Caches the bytes of an object for as long as the object lives. */
function once<T extends object>(make: (thing: T) => Buffer): (thing: T) => Buffer {
  const made = new WeakMap<T, Buffer>();
  return (thing) => {
    let bytes = made.get(thing);
    if (!bytes) {
      bytes = make(thing);
      made.set(thing, bytes);
    }
    return bytes;
  };
}

/** The frame of an event: encoded once for all its receivers. */
export const eventBytes = once((event: RoomEvent) => frameText(encodeFrame({ type: 'event', event })));

function ephemeralFrame(ephemeral: EphemeralEvent): ServerFrame {
  switch (ephemeral.kind) {
    case 'typing':
      return { type: 'typing', room: ephemeral.room, user: ephemeral.user, on: ephemeral.on };
    case 'presence': {
      const { kind: type, room, user, online, at } = ephemeral;
      return { type, room, user, online, at };
    }
    case 'room-deleted':
      return { type: 'room-deleted', room: ephemeral.room };
    case 'profile':
      return { type: 'profile-changed', ...ephemeral.profile };
    case 'own-profile':
      return { type: 'profile-changed', ...ephemeral.profile, hidden: ephemeral.hidden };
    case 'invited':
      return { type: 'invited', invitation: ephemeral.invitation };
    case 'invitation-ended':
      return { type: 'invitation-ended', room: ephemeral.room };
    default:
      return unreachable(ephemeral);
  }
}

/** The frame of an ephemeral event: encoded once for all its receivers. */
export const ephemeralBytes = once((ephemeral: EphemeralEvent) => frameText(encodeFrame(ephemeralFrame(ephemeral))));

/** The frame of changes of what a user keeps. */
export function stateBytes({ ver, reset, entries }: StateBatch): Buffer {
  const parsed = entries.map(({ kind, key, value }) => ({
    kind,
    key,
    value: value === null ? null : JSON.parse(value),
  }));
  return frameText(encodeFrame({ type: 'state', ver, ...(reset ? { reset } : {}), entries: parsed }));
}

/** The frame of a refusal; it always has a message. */
export function refusalFrame(refusal: Refusal, re?: string): ServerFrame {
  const { code, detail, retryAfterMs, versions } = refusal;
  return {
    type: 'error',
    ...(re === undefined ? {} : { re }),
    code,
    message: detail ?? sayError(code),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) }),
    ...(versions && { versions }),
  };
}
