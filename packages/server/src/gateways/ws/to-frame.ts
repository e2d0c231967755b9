import { encodeFrame, type Refusal, type RoomEvent, type ServerFrame, sayError } from '@securechat/protocol';

const encoded = new WeakMap<RoomEvent, string>();

/** An event as the frame that tells of it, encoded once for all its receivers. */
export function encodeEvent(event: RoomEvent): string {
  const known = encoded.get(event);
  if (known !== undefined) return known;
  const text = encodeFrame({ type: 'event', event });
  encoded.set(event, text);
  return text;
}

/** A refusal as the frame that tells of it; the sentence is always there. */
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
