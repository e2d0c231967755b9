import { failureText, roomLabel } from '@securechat/client/present';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';

export const deleteRoom: SlashCommand = {
  name: 'delete-room',
  usage: '/delete-room NAME',
  description: 'delete this room for good; type its name to confirm (owners only, 7 days after /archive)',
  argument: 'required',
  async run(context, argument) {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    const label = roomLabel(room);
    const bare = (text: string) => text.replace(/^#/, '').toLowerCase();
    if (bare(argument) !== bare(label)) {
      return context.showStatus(
        `Nothing was deleted. To delete ${label}, type its name: /delete-room ${label}`,
        'warning',
      );
    }
    const deleted = await context.client.deleteRoom(room.id);
    // Success is told to all members.
    if (!deleted.ok) context.showStatus(failureText(deleted.error), 'warning');
  },
};
