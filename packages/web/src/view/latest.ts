import { attentionOf, type ChatState } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';

/** Shows the button to the newest message of a room, and hides it without one: there is no room, or its newest message is in view. */
export function drawLatest(button: HTMLButtonElement, state: ChatState, room: RoomId | undefined): void {
  button.hidden = room === undefined;
  if (room === undefined) return;
  const { unread } = attentionOf(state, room);
  const text = unread === 0 ? 'Latest messages' : `${unread} new ${unread === 1 ? 'message' : 'messages'}`;
  if (button.textContent !== text) button.textContent = text;
}
