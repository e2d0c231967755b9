import type { MessageEntry, RoomState } from '@securechat/client';
import { sayError } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import { quoted } from '../../text/quoted.ts';
import type { HasClient, HasScreen } from '../chat-context.ts';
import { messageAt } from '../line-keys.ts';
import { pickedOf, type Selecting, selectingIn } from '../state/selecting.ts';
import { shownRoom } from '../state/selectors.ts';
import { changeRefusal, deleteMessage, editMessage, isAnswered, textOf } from './editing.ts';

/** The question counts them, so that a mistake is noticed; more are deleted in several steps. */
const maxDeleted = 100;

function here(context: HasScreen): { readonly room: RoomState; readonly selecting: Selecting } | undefined {
  const view = context.view();
  const room = shownRoom(view);
  const selecting = selectingIn(view.ui.selecting, room);
  return room && selecting && { room, selecting };
}

/** Puts the message at the cursor of the selection into the composer. */
export function editPicked(context: HasScreen): void {
  const now = here(context);
  const message = now && messageAt(now.room.timeline, now.selecting.at);
  if (now && message) editMessage(context, now.room, message);
}

/** What is asked before these messages are deleted. */
function questionOf(messages: readonly MessageEntry[], me: string | undefined): string {
  const [first] = messages;
  if (!first || messages.length > 1) return `Press d again to delete ${messages.length} messages for everybody.`;
  const whose = first.author === me ? 'your message' : `the message of ${cleanLine(first.author)}`;
  return `Press d again to delete ${whose} for everybody: ${quoted(textOf(first) ?? '')}`;
}

/** Why these messages cannot be deleted; undefined if all can. */
function deletionRefusal(context: HasScreen, room: RoomState, messages: readonly MessageEntry[]): string | undefined {
  if (messages.length > maxDeleted) return `At most ${maxDeleted} messages can be deleted at once.`;
  if (messages.length === 0) return sayError('message_deleted');
  const whys = messages.map((message) => changeRefusal(context, room, message, 'delete'));
  return whys.find((why) => why !== undefined);
}

/** Deletes the selected messages, or the one at the cursor, if the key is pressed again. */
export function deletePicked(context: HasScreen & HasClient): void {
  const now = here(context);
  if (!now) return;
  const { room, selecting } = now;
  const messages = pickedOf(selecting, room, maxDeleted + 1);
  const why = deletionRefusal(context, room, messages);
  if (why !== undefined) context.showStatus(why, 'warning');
  else if (isAnswered(context, questionOf(messages, context.view().chat.me))) {
    context.dispatch({ kind: 'select-left' });
    for (const { seq } of messages) deleteMessage(context, room, seq);
  }
}
