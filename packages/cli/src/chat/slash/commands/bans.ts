import { banText, failureText, roomLabel } from '@securechat/client/present';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, notAll, type SlashCommand } from '../slash-command.ts';

export const bans: SlashCommand = {
  name: 'bans',
  usage: '/bans',
  description: 'list who is banned from this room (moderators and owners)',
  argument: 'none',
  async run(context) {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    const listed = await context.client.bans(room.id);
    if (!listed.ok) return context.showStatus(failureText(listed.error), 'warning');
    const lines = listed.value.items.map((ban) => ({ text: banText(ban) }));
    if (lines.length === 0) return context.showStatus(`Nobody is banned from ${roomLabel(room)}.`);
    if (listed.value.more) lines.push(notAll(lines.length, `rooms bans ${room.name ?? room.id}`));
    context.dispatch({ kind: 'overlay-opened', title: `Banned from ${roomLabel(room)}`, lines });
  },
};
