import type { ChatState, PendingMessage, RoomState } from '@securechat/client';
import { generalRoom } from '@securechat/protocol';
import type { UiState } from './ui-state.ts';

/** The room on the screen: the chosen one, or else `#general`, or the first. */
export function shownRoom(ui: UiState, chat: ChatState): RoomState | undefined {
  const chosen = ui.room === undefined ? undefined : chat.byRoom[ui.room];
  const first = chat.rooms[0];
  return chosen ?? chat.byRoom[generalRoom] ?? (first === undefined ? undefined : chat.byRoom[first]);
}

/** A room's messages without an answer, and its refused ones. */
export function pendingIn(chat: ChatState, room: string): readonly PendingMessage[] {
  return chat.pending.filter((message) => message.room === room);
}
