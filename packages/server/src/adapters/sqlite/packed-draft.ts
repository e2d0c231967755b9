import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { Draft } from '../../ports/store.ts';

/** A draft as it goes to the writer and onto the disk: its body is JSON. */
export type PackedDraft = Omit<Draft, 'body'> & { readonly body: string };

const fields = 6;

/** Adds a draft to the flat lines of an order. */
export function putLine(lines: (string | number)[], { room, author, session, id, body, atMs }: Draft): void {
  lines.push(room, author, session, id, JSON.stringify(body), atMs);
}

/** The `index`th draft of flat lines, as `putLine` put it there. */
export function lineAt(lines: readonly (string | number)[], index: number): PackedDraft {
  const at = index * fields;
  return {
    room: lines[at] as RoomId,
    author: lines[at + 1] as UserId,
    session: lines[at + 2] as SessionId,
    id: lines[at + 3] as EventId,
    body: lines[at + 4] as string,
    atMs: lines[at + 5] as number,
  };
}
