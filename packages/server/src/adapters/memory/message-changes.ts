import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import { ok, type Result } from '@securechat/protocol/result';
import {
  type ChangedMessage,
  decideMessageChange,
  type MessageChange,
  type MessageChangeRefusal,
} from '../../domain/decide-message-change.ts';
import { visibleRanges } from '../../domain/visible-ranges.ts';
import type { Appended, ChangedState } from '../../ports/store.ts';
import type { EventToStore, Memory, Room } from './state.ts';

const deletedBody = { kind: 'deleted' } as const;
type Edited = Extract<RoomEvent, { readonly type: 'message-edited' }>;

const editAt = ({ events }: Room, seq: Seq): Edited | undefined => {
  const event = events[seq - 1];
  return event?.type === 'message-edited' ? event : undefined;
};

/** A message that the asker may see, as it is now; without an asker, any. */
export function visibleMessage(room: Room, seq: Seq, asker: UserId | undefined): ChangedMessage | undefined {
  const event = room.events[seq - 1];
  const ranges = asker === undefined ? [] : visibleRanges(room.ranges.get(asker) ?? []);
  const isVisible =
    asker === undefined || ranges.some(({ from, to }) => from <= seq && (to === undefined || seq <= to));
  if (event?.type !== 'message' || !isVisible) return undefined;
  const { rev = seq, editedRev, deletedRev } = room.changed.get(seq) ?? {};
  const edited = editedRev === undefined ? undefined : editAt(room, editedRev);
  const body = JSON.stringify(edited?.body ?? event.body);
  return { author: event.author, at: event.at, body, rev, bodyRev: editedRev ?? seq, deletedRev };
}

/** Replaces the text of a message, and those that it had before. */
function blank(memory: Memory, room: Room, target: Seq): void {
  room.events.forEach((event, i) => {
    const isMessage = event.type === 'message' && event.seq === target;
    if (!isMessage && !(event.type === 'message-edited' && event.target === target)) return;
    room.events[i] = { ...event, body: deletedBody };
    const key = `${event.author} ${event.id}`;
    const payload = JSON.stringify(isMessage ? deletedBody : { target, body: deletedBody });
    memory.events.set(key, { event: room.events[i] as RoomEvent, room: room.id, type: event.type, payload });
  });
}

/** Stores a change of a message by somebody who may do that in the room. */
export function changeMessage(
  memory: Memory,
  { room, message }: { readonly room: Room; readonly message: ChangedMessage | undefined },
  draft: EventToStore & { readonly names: readonly string[] },
  change: MessageChange,
): Result<Appended, MessageChangeRefusal> {
  const { target } = change;
  const isEdit = draft.type === 'message-edited';
  const asked = { by: draft.author, atMs: draft.atMs, message };
  const decided = decideMessageChange(asked, isEdit ? 'message-edited' : 'message-deleted', change);
  if (!decided.ok) return decided;
  const { duplicateOf } = decided.value;
  if (duplicateOf !== undefined) return ok({ event: room.events[duplicateOf - 1] as RoomEvent, duplicate: true });
  const event = memory.add(draft);
  const before = room.changed.get(target);
  room.changed.set(target, {
    ...before,
    rev: event.seq,
    ...(isEdit ? { editedRev: event.seq } : { deletedRev: event.seq }),
  });
  memory.unmention(room.id, target);
  if (isEdit) memory.mention(room.events[target - 1] as RoomEvent, draft.names);
  else blank(memory, room, target);
  return ok({ event, duplicate: false });
}

/** How those of these messages that have changed differ from the events that began them. */
export function changedMessages(memory: Memory, id: RoomId, seqs: readonly Seq[]): ReadonlyMap<Seq, ChangedState> {
  const found = new Map<Seq, ChangedState>();
  const room = memory.rooms.get(id);
  for (const seq of seqs) {
    const changed = room?.changed.get(seq);
    if (!room || !changed) continue;
    const edited = changed.editedRev === undefined ? undefined : editAt(room, changed.editedRev);
    const deleted = changed.deletedRev === undefined ? undefined : room.events[changed.deletedRev - 1];
    const reason = deleted?.type === 'message-deleted' ? deleted.reason : undefined;
    const by = deleted && { by: deleted.author, at: deleted.at, ...(reason !== undefined && { reason }) };
    const state = { seq, rev: changed.rev, ...(edited && { edited: edited.at }), ...(by && { deleted: by }) };
    found.set(seq, { state, body: by ? deletedBody : edited?.body });
  }
  return found;
}
