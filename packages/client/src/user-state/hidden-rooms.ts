import type { RoomId, StateEntry } from '@securechat/protocol';
import type { RoomState } from '../chat/model.ts';
import type { UserState } from './user-state.ts';

/** Whether the user has hidden a room, which has had no message since. */
export function isHidden({ hidden }: Pick<UserState, 'hidden'>, { id, messages }: RoomState): boolean {
  const since = hidden.get(id);
  return since !== undefined && messages <= since.n;
}

/** The change that hides a room until its next message. */
export function hideChange({ id, messages }: Pick<RoomState, 'id' | 'messages'>): StateEntry {
  return { kind: 'hidden', key: id, value: { n: messages } };
}

/** The change that shows a hidden room again. */
export function showChange(room: RoomId): StateEntry {
  return { kind: 'hidden', key: room, value: null };
}
