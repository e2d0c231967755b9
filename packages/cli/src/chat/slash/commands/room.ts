import { roomLabel } from '@securechat/client/present';
import { roomNamed } from '../../state/selectors.ts';
import { roomNameIn, type SlashCommand } from '../slash-command.ts';

export const room: SlashCommand = {
  name: 'room',
  usage: '/room ROOM',
  description: 'switch to one of your rooms',
  argument: 'required',
  complete: 'room',
  run(context, argument) {
    const name = roomNameIn(context, argument);
    if (!name) return;
    const own = roomNamed(context.view().chat, name);
    if (own) context.dispatch({ kind: 'room-shown', room: own.id });
    else context.showStatus(`You are not in ${roomLabel({ name })}. To join it: /join ${name}`, 'warning');
  },
};
