import type { MessageState, ReadBody } from '@securechat/protocol';
import type { CurrentEvent } from '../timeline/message-changes.ts';

const isoTime = (ms: number) => new Date(ms).toISOString();

function bodyJson(body: ReadBody): Record<string, unknown> {
  if (body.kind === 'text') return { text: body.text };
  return { kind: body.kind === 'deleted' ? body.kind : body.of };
}

function stateJson(state: MessageState | undefined): Record<string, unknown> {
  if (!state) return {};
  const { rev, edited, deleted } = state;
  return {
    rev,
    ...(edited !== undefined && { edited: isoTime(edited) }),
    ...(deleted && { deleted: { ...deleted, at: isoTime(deleted.at) } }),
  };
}

/** An event of a room of this name in JSON output. Fields keep their names and meaning; new ones may be added. */
export function eventJson(event: CurrentEvent, roomName: string): Record<string, unknown> {
  const { room, seq, id, type, author, at: atMs, changed: _, ...rest } = event;
  const base = { room, roomName, seq, id, type, author, at: isoTime(atMs) };
  if (event.type === 'message') {
    return { ...base, ...bodyJson(event.body), ...stateJson(event.changed) };
  }
  if (event.type === 'message-edited') return { ...base, target: event.target, ...bodyJson(event.body) };
  return event.type === 'unknown' ? { ...base, of: event.of } : { ...base, ...rest };
}
