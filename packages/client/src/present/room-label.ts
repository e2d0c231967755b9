import type { RoomDescription, RoomId } from '@securechat/protocol';
import type { ChatState } from '../chat/model.ts';
import { roomOf } from '../chat/selectors.ts';
import { cleanLine } from './clean.ts';

/** A room's name as shown to users: `#general`. Safe to draw. */
export function roomLabel({ name }: Pick<RoomDescription, 'name'>): string {
  return `#${cleanLine(name)}`;
}

/** The label of a room of this state. An unknown room is labelled with its id. */
export function labelOf(state: Pick<ChatState, 'byRoom'>, room: RoomId): string {
  return roomLabel(roomOf(state, room));
}
