import { isStarred, starChange } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { roomMeant } from '../room-meant.ts';
import type { SlashCommand } from '../slash-command.ts';

export const unstar: SlashCommand = {
  name: 'unstar',
  usage: '/unstar [ROOM]',
  description: 'remove this room, or ROOM, from your favourites',
  argument: 'optional',
  complete: ['room'],
  run(context, argument) {
    const room = roomMeant(context, argument);
    if (!room) return;
    if (!isStarred(context.view().chat, room.id)) return context.showStatus(`${roomLabel(room)} is no favourite.`);
    context.client.setUserState([starChange(room.id, false)]);
    context.showStatus(`${roomLabel(room)} is no longer a favourite.`);
  },
};
