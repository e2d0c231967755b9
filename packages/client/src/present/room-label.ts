import type { RoomDescription, RoomId } from '@securechat/protocol';
import type { ChatState } from '../chat/model.ts';
import { roomOf } from '../chat/selectors.ts';
import { cleanLine } from './clean.ts';

/** A room's name as shown to users: `#general`. Safe to draw. */
export function roomLabel({ name }: Pick<RoomDescription, 'name'>): string {
  return `#${cleanLine(name)}`;
}

/** Returns the label of a room by its id. */
export type RoomLabels = (room: RoomId) => string;

/** The labels of the rooms of a state. An unknown room is labelled with its id. */
export const labelsOf =
  (state: Pick<ChatState, 'byRoom'>): RoomLabels =>
  (room) =>
    roomLabel(roomOf(state, room));
