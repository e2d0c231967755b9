import { failureText, personText, roomLabel } from '@securechat/client/present';
import type { OverlayLine } from '../../state/overlay.ts';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, notAll, type SlashCommand } from '../slash-command.ts';

export const users: SlashCommand = {
  name: 'users',
  usage: '/users',
  description: 'list the members of this room and their roles',
  argument: 'none',
  async run(context) {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    const listed = await context.client.members(room.id);
    if (!listed.ok) return context.showStatus(failureText(listed.error), 'warning');
    const lines: OverlayLine[] = listed.value.items.map(({ online, role, ...profile }) => ({
      text: `${online ? '*' : ' '} ${personText(profile)}${role === 'member' ? '' : `, ${role}`}`,
    }));
    if (listed.value.more) lines.push(notAll(lines.length, 'users'));
    context.dispatch({ kind: 'overlay-opened', title: `Members of ${roomLabel(room)} (* online)`, lines });
  },
};
