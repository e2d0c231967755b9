// Runs in the writer thread: relative files and types only.
import type { UserId } from '@securechat/protocol/ids';
import type { MemberRole } from '@securechat/protocol/model';
import type { NewEvent, NewRoom } from './new-event.ts';

/** The first event of a room; it counts for the quota of `createdBy`. */
export function roomCreated(
  base: Omit<NewEvent, 'type' | 'effect'>,
  { roomKind, name, topic, history, people }: NewRoom,
  createdBy: UserId | undefined,
): NewEvent {
  const effect = { kind: 'creates-room', roomKind, name, topic, history, people, createdBy } as const;
  return { ...base, type: 'room-created', payload: { kind: roomKind, name, topic, history }, effect };
}

/** The event with which its author becomes a member; `by` is who added or invited them, if it was not they themselves. */
export function memberJoined(
  base: Omit<NewEvent, 'type' | 'effect'>,
  role: MemberRole = 'member',
  by?: UserId,
): NewEvent {
  const effect = { kind: 'starts-membership', user: base.author, role } as const;
  const payload = { ...(role !== 'member' && { role }), ...(by !== undefined && { by }) };
  const hasPayload = role !== 'member' || by !== undefined;
  return { ...base, type: 'member-joined', ...(hasPayload && { payload }), effect };
}

/** The event with which a member gets another role. */
export function roleChanged(base: Omit<NewEvent, 'type' | 'effect'>, user: UserId, role: MemberRole): NewEvent {
  return { ...base, type: 'role', payload: { user, role }, effect: { kind: 'sets-role', user, role } };
}
