import type { MessageEntry, RoomState } from '@securechat/client';
import { lastOwn } from '../actions/editing.ts';
import type { HasScreen } from '../chat-context.ts';
import { messageAt } from '../line-keys.ts';

/** The message that a command is about, and the rest of its argument. */
type MessageMeant = { readonly message: MessageEntry; readonly rest: string };

/**
 * The message that an argument names by its number, else the user's last one; or a sentence if there is none. Digits at the beginning always
 * are a number, so that no other message than the one that was meant is changed.
 */
export function messageMeant(context: HasScreen, room: RoomState, argument: string): MessageMeant | string {
  const [, number, rest = ''] = /^(\d+)(?:\s+(.*))?$/s.exec(argument) ?? [];
  if (number !== undefined) {
    const message = messageAt(room.timeline, Number(number));
    if (message) return { message, rest };
    return `Message ${number} is not loaded here. The numbers of your last messages: /edit`;
  }
  const message = lastOwn(context, room);
  return typeof message === 'string' ? message : { message, rest: argument };
}
