import type { RoomEvent } from '@securechat/protocol';

/** An event of a room of this name in JSON output. Fields keep their names and meaning; new ones may be added. */
export function eventJson(event: RoomEvent, roomName: string): Record<string, unknown> {
  const { room, seq, id, type, author, at: atMs, ...rest } = event;
  const base = { room, roomName, seq, id, type, author, at: new Date(atMs).toISOString() };
  if (event.type === 'message') {
    return event.body.kind === 'text' ? { ...base, text: event.body.text } : { ...base, kind: event.body.of };
  }
  return event.type === 'unknown' ? { ...base, of: event.of } : { ...base, ...rest };
}
