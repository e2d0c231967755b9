import type { RoomEvent } from '@securechat/protocol/model';

/** Bytes of events in one page or run, roughly: it fits a reader's outbox with room to spare, and holds at least two of the longest messages. */
export const pageBytes = 128 * 1024;

/** What a frame has beside an event's text: names, ids and times. */
const baseBytes = 200;

/** How many bytes an event takes in a frame, roughly. */
export function sizeBytes(event: RoomEvent): number {
  if (event.type === 'unknown') return baseBytes + Buffer.byteLength(event.json);
  if (event.type !== 'message') return baseBytes;
  return baseBytes + Buffer.byteLength(event.body.kind === 'text' ? event.body.text : event.body.json);
}

/**
 * Events up to the first with which they are more than `limit.bytes`, and at most `limit.events`. So where bytes end a page it has one event
 * more than fits, which tells that there are more. Takes no more from the source than it returns.
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
