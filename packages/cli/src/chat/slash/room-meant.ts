import type { RoomState } from '@securechat/client';
import { handleLabel } from '@securechat/client/present';
import type { ChatContext } from '../chat-context.ts';
import { roomNamed, shownRoom } from '../state/selectors.ts';
import { noRoomYet, roomHandleIn } from './slash-command.ts';

/** The user's room that an argument names, or the shown one without an argument. What is wrong is reported. */
export function roomMeant(context: ChatContext, argument: string): RoomState | undefined {
  const view = context.view();
  if (argument === '') {
    const shown = shownRoom(view);
    if (!shown) context.showStatus(noRoomYet, 'warning');
    return shown;
  }
  const room = roomNamed(view.chat, argument);
  if (room) return room;
  const handle = roomHandleIn(context, argument);
  if (handle !== undefined) context.showStatus(`You are not in ${handleLabel(handle)}.`, 'warning');
  return undefined;
}

/** Shows another room if this one is shown: it is about to leave the list. */
export function leaveShown({ view, dispatch }: Pick<ChatContext, 'view' | 'dispatch'>, { id }: RoomState): void {
  const { chat, ui } = view();
  if (shownRoom({ chat, ui })?.id !== id) return;
  const other = chat.rooms.find((room) => room !== id);
  if (other !== undefined) dispatch({ kind: 'room-shown', room: other });
}
