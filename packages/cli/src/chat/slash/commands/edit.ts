import { type RoomState, typedMessage } from '@securechat/client';
import { tooLongText } from '@securechat/client/present';
import { clockTime } from '../../../text/date-format.ts';
import { quoted } from '../../../text/quoted.ts';
import { changeRefusal, changeText, editMessage, ownMessages, textOf } from '../../actions/editing.ts';
import type { ChatContext } from '../../chat-context.ts';
import { shownRoom } from '../../state/selectors.ts';
import { messageMeant } from '../message-meant.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';

/** How many messages are listed with their numbers. */
const maxListed = 5;

/** Lists the user's last messages with their numbers, for a face that has no cursor to choose one. */
function list(context: ChatContext, room: RoomState): void {
  const own = ownMessages(context, room, maxListed);
  const format = context.view().settings?.timeFormat ?? '24h';
  const lines = own.map((message) => ({
    term: String(message.seq),
    text: `${clockTime(message.at, format)}, ${quoted(textOf(message) ?? '')}`,
  }));
  if (own.length === 0) context.showStatus('You have written no message here that can be edited.');
  else {
    const title = 'Your last messages (/edit NUMBER TEXT, /delete NUMBER)';
    context.dispatch({ kind: 'overlay-opened', title, lines });
  }
}

/** Edits the message that the argument names, with its text or in the composer. */
function change(context: ChatContext, room: RoomState, argument: string): void {
  const meant = messageMeant(context, room, argument);
  if (typeof meant === 'string') return void context.showStatus(meant, 'warning');
  const { message, rest } = meant;
  if (rest === '' && context.layout.scrolls) return void editMessage(context, room, message);
  const read = typedMessage(rest);
  const why = changeRefusal(context, room, message, 'edit') ?? (read.ok ? tooLongText(read.value) : read.error);
  if (why !== undefined) context.showStatus(why, 'warning');
  else if (rest === '') context.showStatus(`What should it say? /edit ${message.seq} TEXT`, 'warning');
  else if (read.ok) changeText(context, room, message.seq, read.value);
}

export const edit: SlashCommand = {
  name: 'edit',
  usage: '/edit [NUMBER] [TEXT]',
  description: 'change your last message, or another of yours by its number',
  argument: 'optional',
  run(context, argument) {
    const room = shownRoom(context.view());
    if (!room) context.showStatus(noRoomYet, 'warning');
    else if (argument === '' && !context.layout.scrolls) list(context, room);
    else change(context, room, argument);
  },
};
