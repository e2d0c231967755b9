import { encodeFrame, type Refusal, type RoomEvent, type ServerFrame, sayError } from '@securechat/protocol';
import type { EphemeralEvent } from '../../app/hub.ts';
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
  const { kind: type, room, user } = ephemeral;
  return type === 'typing'
    ? { type, room, user, on: ephemeral.on }
    : { type, room, user, online: ephemeral.online, at: ephemeral.at };
}

/** The frame of a presence or typing event: encoded once for all its receivers. */
export const ephemeralBytes = once((ephemeral: EphemeralEvent) => frameText(encodeFrame(ephemeralFrame(ephemeral))));

/** The frame of a refusal; it always has a message. */
export function refusalFrame(refusal: Refusal, re?: string): ServerFrame {
  const { code, detail, retryAfterMs } = refusal;
  return {
    type: 'error',
    ...(re === undefined ? {} : { re }),
    code,
    message: detail ?? sayError(code),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) }),
  };
}
