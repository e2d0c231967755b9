import { failureText, sameNameText } from '@securechat/client/present';
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
    if (!renamed.ok) return context.showStatus(failureText(renamed.error), 'warning');
    // Success shows in the timeline. The event may come later than the answer.
    const sameName = sameNameText(context.view().chat, { ...room, name }, 'This one');
    if (sameName !== undefined) context.showStatus(sameName, 'warning');
  },
};
