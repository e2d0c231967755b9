import { handleLabel } from '@securechat/client/present';
import { roomNamed } from '../../state/selectors.ts';
import { roomHandleIn, type SlashCommand } from '../slash-command.ts';

export const room: SlashCommand = {
  name: 'room',
  usage: '/room ROOM',
  description: 'switch to one of your rooms',
  argument: 'required',
  complete: ['room'],
  run(context, argument) {
    const own = roomNamed(context.view().chat, argument);
    if (own) return context.dispatch({ kind: 'room-shown', room: own.id });
    const name = roomHandleIn(context, argument);
    if (!name) return;
    if (name.startsWith('@'))
      context.showStatus(
        `No direct messages with ${handleLabel(name).slice(1)} yet. To write: /dm ${name.slice(1)}`,
        'warning',
      );
    else context.showStatus(`You are not in ${handleLabel(name)}. To join it: /join ${name}`, 'warning');
  },
};
