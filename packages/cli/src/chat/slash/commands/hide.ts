import { hideChange } from '@securechat/client';
import { roomHandle, roomLabel } from '@securechat/client/present';
import { leaveShown, roomMeant } from '../room-meant.ts';
import type { SlashCommand } from '../slash-command.ts';

export const hide: SlashCommand = {
  name: 'hide',
  usage: '/hide [@USER]',
  description: 'take this direct room, or that with USER, off the list until its next message',
  argument: 'optional',
  complete: ['person'],
  run(context, argument) {
    const room = roomMeant(context, argument === '' || argument.startsWith('@') ? argument : `@${argument}`);
    if (!room) return;
    if (room.kind !== 'direct') {
      return context.showStatus('Only direct rooms can be hidden. To leave this room: /leave', 'warning');
    }
    leaveShown(context, room);
    context.client.setUserState([hideChange(room)]);
    const who = roomHandle(room).replace(/^@/, '');
    context.showStatus(`Hid ${roomLabel(room)}. Its next message brings it back, and so does /dm ${who}`);
  },
};
