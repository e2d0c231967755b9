import { failureText } from '@securechat/client/present';
import { isUserId } from '@securechat/protocol';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';

export const remove: SlashCommand = {
  name: 'remove',
  usage: '/remove USER',
  description: 'remove USER from this room (its owner only)',
  argument: 'required',
  complete: 'user',
  async run(context, argument) {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    const user = argument.replace(/^@/, '').toLowerCase();
    if (!isUserId(user)) return context.showStatus('Name one user, as listed by /users.', 'warning');
    const removed = await context.client.removeMember(room.id, user);
    // Success shows in the timeline.
    if (!removed.ok) context.showStatus(failureText(removed.error), 'warning');
  },
};
