import { roomLabel } from '@securechat/client/present';
import { roomIn, type SlashCommand } from '../slash-command.ts';

export const room: SlashCommand = {
  name: 'room',
  usage: '/room ROOM',
  description: 'switch to one of your rooms',
  argument: 'required',
  complete: 'room',
  run(context, argument) {
    const room = roomIn(context, argument);
    if (!room) return;
    if (context.view().chat.byRoom[room]) context.dispatch({ kind: 'room-shown', room });
    else context.showStatus(`You are not in ${roomLabel(room)}. To join it: /join ${room}`, 'warning');
  },
};
