import type { RoomEvent } from '@securechat/protocol/model';

/**
 * Approximate bytes of events in one page or batch: it fits in a reader's outbound queue with room to spare, and holds at least two of the
 * longest messages.
 */
export const pageBytes = 128 * 1024;

/** The bytes of a frame beside an event's text: names, ids and times. */
const baseBytes = 200;

/** The approximate bytes of an event in a frame. */
export function sizeBytes(event: RoomEvent): number {
  if (event.type === 'unknown') return baseBytes + Buffer.byteLength(event.json);
  if (event.type !== 'message' && event.type !== 'message-edited') return baseBytes;
  const { body } = event;
  if (body.kind === 'deleted') return baseBytes;
  return baseBytes + Buffer.byteLength(body.kind === 'text' ? body.text : body.json);
}

/**
 * The events up to and including the first that exceeds `limit.bytes`, and at most `limit.events`. A page that bytes end has one event more
 * than fits, which shows that there are more. Consumes no more than it returns.
 */
export function takePage(
  events: Iterable<RoomEvent>,
  limit: { readonly events: number; readonly bytes: number },
): RoomEvent[] {
  const taken: RoomEvent[] = [];
  if (limit.events <= 0) return taken;
  let bytes = 0;
  for (const event of events) {
    taken.push(event);
    bytes += sizeBytes(event);
    if (taken.length >= limit.events || bytes > limit.bytes) break;
  }
  return taken;
}
