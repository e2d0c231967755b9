import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { Everybody } from '@securechat/protocol/mention';
import type { Draft } from '../../ports/store.ts';

/** A draft as it is sent to the writer and stored: its payload is JSON. */
export type PackedDraft = Omit<Draft, 'payload' | 'names'> & {
  readonly payload: string;
  readonly names: readonly string[];
};

const fields = 10;
const none: readonly string[] = [];

/** Adds a draft to the flat list of a batch. */
export function packDraft(
  packed: (string | number)[],
  { room, author, session, id, type, payload, atMs, removesDraft, names = none, everybody }: Draft,
): void {
  const [json, draft, named] = [JSON.stringify(payload), removesDraft ? 1 : 0, names.join(' ')];
  packed.push(room, author, session, id, type, json, atMs, draft, named, everybody ?? '');
}

/** Reads the `index`th draft of a flat list that `packDraft` has built. */
export function unpackDraft(packed: readonly (string | number)[], index: number): PackedDraft {
  const at = index * fields;
  const names = packed[at + 8] as string;
  const everybody = packed[at + 9] as Everybody | '';
  return {
    room: packed[at] as RoomId,
    author: packed[at + 1] as UserId,
    session: packed[at + 2] as SessionId,
    id: packed[at + 3] as EventId,
    type: packed[at + 4] as Draft['type'],
    payload: packed[at + 5] as string,
    atMs: packed[at + 6] as number,
    removesDraft: packed[at + 7] === 1,
    names: names === '' ? none : names.split(' '),
    ...(everybody !== '' && { everybody }),
  };
}
