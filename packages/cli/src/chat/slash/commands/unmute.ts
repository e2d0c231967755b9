import { notifyChange, notifyLevelOf } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { roomMeant } from '../room-meant.ts';
import type { SlashCommand } from '../slash-command.ts';

export const unmute: SlashCommand = {
  name: 'unmute',
  usage: '/unmute [ROOM]',
  description: 'let the settings decide again which messages of this room, or of ROOM, notify you',
  argument: 'optional',
  complete: ['room'],
  run(context, argument) {
    const room = roomMeant(context, argument);
    if (!room) return;
    const isMuted = notifyLevelOf(context.view().chat, room.id) !== undefined;
    if (!isMuted) return context.showStatus(`${roomLabel(room)} is not muted.`);
    context.client.setUserState([notifyChange(room.id, undefined)]);
    context.showStatus(`${roomLabel(room)} is no longer muted.`);
  },
};
