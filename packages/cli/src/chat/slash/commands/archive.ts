import { failureText } from '@securechat/client/present';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';

/** A command that archives the shown room, or ends that. */
function archiving(on: boolean): NonNullable<SlashCommand['run']> {
  return async (context) => {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    const changed = await context.client.archiveRoom(room.id, on);
    // Success shows in the timeline.
    if (!changed.ok) context.showStatus(failureText(changed.error), 'warning');
  };
}

export const archive: SlashCommand = {
  name: 'archive',
  usage: '/archive',
  description: 'make this room read-only for everybody (owners only)',
  argument: 'none',
  run: archiving(true),
};

export const unarchive: SlashCommand = {
  name: 'unarchive',
  usage: '/unarchive',
  description: 'make this room writable again (owners only)',
  argument: 'none',
  run: archiving(false),
};
