import type { NotifyLevel, RoomId, StateEntry } from '@securechat/protocol';
import type { ChatState } from '../chat/model.ts';

/** Which messages of a room notify: all, those for the user, or none. */
export type Level = NotifyLevel['level'];

/** The levels, as one types them. */
export const levels: readonly Level[] = ['all', 'mentions', 'none'];

/** The level that the user has chosen for a room; undefined if there is none, so that the settings of the device decide. */
export function notifyLevelOf({ userState }: Pick<ChatState, 'userState'>, room: RoomId): Level | undefined {
  return userState.notify.get(room)?.level;
}

/** The change that sets the level of a room, for a time if there is an end; without a level, it removes the user's choice. */
export function notifyChange(room: RoomId, level: Level | undefined, untilMs?: number): StateEntry {
  if (level === undefined) return { kind: 'notify', key: room, value: null };
  return { kind: 'notify', key: room, value: untilMs === undefined ? { level } : { level, untilMs } };
}
