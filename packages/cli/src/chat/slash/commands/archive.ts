import { failureText, roomLabel } from '@securechat/client/present';
import { shownRoom } from '../../state/selectors.ts';
import { roomMeant } from '../room-meant.ts';
import type { SlashCommand } from '../slash-command.ts';

/** A command that archives the shown room, or the one that is named, or ends that. */
function archiving(on: boolean): NonNullable<SlashCommand['run']> {
  return async (context, argument) => {
    const room = roomMeant(context, argument);
    if (!room) return;
    const changed = await context.client.archiveRoom(room.id, on);
    if (!changed.ok) return context.showStatus(failureText(changed.error), 'warning');
    // In the shown room the timeline says so.
    if (shownRoom(context.view())?.id !== room.id) {
      context.showStatus(`${roomLabel(room)} is ${on ? 'archived' : 'no longer archived'}.`);
    }
  };
}

export const archive: SlashCommand = {
  name: 'archive',
  usage: '/archive [ROOM]',
  description: 'make this room, or ROOM, read-only for everybody (owners only)',
  argument: 'optional',
  complete: ['room'],
  run: archiving(true),
};

export const unarchive: SlashCommand = {
  name: 'unarchive',
  usage: '/unarchive [ROOM]',
  description: 'make this room, or ROOM, writable again (owners only); to list the archived ones: /rooms --archived',
  argument: 'optional',
  complete: ['archived'],
  run: archiving(false),
};
