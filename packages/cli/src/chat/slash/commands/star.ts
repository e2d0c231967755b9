import { isStarred, roomOf, starChange } from '@securechat/client';
import { labelOf, roomLabel } from '@securechat/client/present';
import { roomMeant } from '../room-meant.ts';
import type { SlashCommand } from '../slash-command.ts';

export const star: SlashCommand = {
  name: 'star',
  usage: '/star [ROOM|list]',
  description: 'list this room, or ROOM, among your favourites; list names them',
  argument: 'optional',
  complete: ['room'],
  run(context, argument) {
    const { chat } = context.view();
    if (argument.toLowerCase() === 'list') {
      const lines = chat.rooms.filter((id) => isStarred(chat, id)).map((id) => ({ text: labelOf(chat, id) }));
      if (lines.length === 0) return context.showStatus('You have no favourites. /star adds this room.');
      return context.dispatch({ kind: 'overlay-opened', title: 'Favourites (/unstar ROOM)', lines });
    }
    const room = roomMeant(context, argument);
    if (!room) return;
    context.client.setUserState([starChange(room.id, true)]);
    context.showStatus(`${roomLabel(roomOf(chat, room.id))} is a favourite. /unstar removes it.`);
  },
};
