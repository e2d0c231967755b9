import { failureText } from '@securechat/client/present';
import { cleanLine } from '../../../text/clean.ts';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';

export const topic: SlashCommand = {
  name: 'topic',
  usage: '/topic [TEXT]',
  description: 'show the topic of this room, or set it (moderators and owners; /topic - removes it)',
  argument: 'optional',
  async run(context, argument) {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    if (argument === '')
      return context.showStatus(room.topic === '' ? 'This room has no topic.' : cleanLine(room.topic));
    const set = await context.client.setTopic(room.id, argument === '-' ? '' : argument);
    // Success shows in the timeline.
    if (!set.ok) context.showStatus(failureText(set.error), 'warning');
  },
};
