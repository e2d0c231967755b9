import { failureText } from '@securechat/client/present';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, roomNameIn, type SlashCommand } from '../slash-command.ts';

export const rename: SlashCommand = {
  name: 'rename',
  usage: '/rename NAME',
  description: 'rename this room (owners only)',
  argument: 'required',
  async run(context, argument) {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    const name = roomNameIn(context, argument);
    if (!name) return;
    const renamed = await context.client.renameRoom(room.id, name);
    // Success shows in the timeline.
    if (!renamed.ok) context.showStatus(failureText(renamed.error), 'warning');
  },
};
