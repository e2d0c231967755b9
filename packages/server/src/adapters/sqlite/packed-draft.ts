import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { Draft } from '../../ports/store.ts';

/** A draft as it is sent to the writer and stored: its payload is JSON. */
export type PackedDraft = Omit<Draft, 'payload'> & { readonly payload: string };

const fields = 7;

/** Adds a draft to the flat list of a batch. */
export function packDraft(
  packed: (string | number)[],
  { room, author, session, id, type, payload, atMs }: Draft,
): void {
  packed.push(room, author, session, id, type, JSON.stringify(payload), atMs);
}

/** Reads the `index`th draft of a flat list that `packDraft` has built. */
export function unpackDraft(packed: readonly (string | number)[], index: number): PackedDraft {
  const at = index * fields;
  return {
    room: packed[at] as RoomId,
    author: packed[at + 1] as UserId,
    session: packed[at + 2] as SessionId,
    id: packed[at + 3] as EventId,
    type: packed[at + 4] as Draft['type'],
    payload: packed[at + 5] as string,
    atMs: packed[at + 6] as number,
  };
}
