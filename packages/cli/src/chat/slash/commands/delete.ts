import { changeRefusal, deleteMessage } from '../../actions/editing.ts';
import { shownRoom } from '../../state/selectors.ts';
import { messageMeant } from '../message-meant.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';

export const deleteCommand: SlashCommand = {
  name: 'delete',
  usage: '/delete [NUMBER] [REASON]',
  description: 'delete your last message, or another one by its number, for everybody',
  argument: 'optional',
  run(context, argument) {
    const room = shownRoom(context.view());
    const meant = room ? messageMeant(context, room, argument) : noRoomYet;
    if (!room || typeof meant === 'string')
      return context.showStatus(typeof meant === 'string' ? meant : noRoomYet, 'warning');
    const { message, rest } = meant;
    const why = changeRefusal(context, room, message, 'delete');
    if (why !== undefined) context.showStatus(why, 'warning');
    else deleteMessage(context, room, message.seq, rest === '' ? undefined : rest);
  },
};
