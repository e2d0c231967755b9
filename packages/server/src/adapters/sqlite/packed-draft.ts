import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { Everybody } from '@securechat/protocol/mention';
import type { MessageChange } from '../../domain/decide-message-change.ts';
import type { Draft } from '../../ports/store.ts';

/** What few drafts have. */
type Extras = {
  readonly names: readonly string[];
  readonly everybody?: Everybody | undefined;
  readonly removesDraft?: boolean | undefined;
  readonly changes?: MessageChange | undefined;
};
/** A draft as it is sent to the writer and stored: its payload is JSON. */
export type PackedDraft = Omit<Draft, 'payload' | keyof Extras> & Extras & { readonly payload: string };

const fields = 8;
const none: readonly string[] = [];
const noExtras: Extras = { names: none };

/** Adds a draft to the flat list of a batch. What few drafts have is one field, which most leave empty. */
export function packDraft(
  packed: (string | number)[],
  { room, author, session, id, type, payload, atMs, removesDraft, names = none, everybody, changes }: Draft,
): void {
  const isPlain = !removesDraft && !everybody && !changes && names.length === 0;
  const extras = isPlain ? '' : JSON.stringify({ names, everybody, removesDraft, changes } satisfies Extras);
  packed.push(room, author, session, id, type, JSON.stringify(payload), atMs, extras);
}

/** Reads the `index`th draft of a flat list that `packDraft` has built. */
export function unpackDraft(packed: readonly (string | number)[], index: number): PackedDraft {
  const at = index * fields;
  const extras = packed[at + 7] as string;
  const { names, everybody, removesDraft, changes } = extras === '' ? noExtras : (JSON.parse(extras) as Extras);
  return {
    room: packed[at] as RoomId,
    author: packed[at + 1] as UserId,
    session: packed[at + 2] as SessionId,
    id: packed[at + 3] as EventId,
    type: packed[at + 4] as Draft['type'],
    payload: packed[at + 5] as string,
    atMs: packed[at + 6] as number,
    names,
    everybody,
    removesDraft,
    changes,
  };
}
