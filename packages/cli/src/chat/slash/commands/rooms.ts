import { failureText, roomLabel } from '@securechat/client/present';
import { cleanLine } from '../../../text/clean.ts';
import { notAll, type SlashCommand } from '../slash-command.ts';

export const rooms: SlashCommand = {
  name: 'rooms',
  usage: '/rooms',
  description: 'list all rooms',
  argument: 'none',
  async run(context) {
    const listed = await context.client.listRooms();
    if (!listed.ok) return context.showStatus(failureText(listed.error), 'warning');
    const lines = listed.value.items.map(({ name, joined, members, topic }) => ({
      text: cleanLine(
        `${joined ? '*' : ' '} ${roomLabel({ name })}  ${members} ${members === 1 ? 'member' : 'members'}  ${topic}`,
      ).trimEnd(),
    }));
    if (listed.value.more) lines.push(notAll(lines.length, 'rooms'));
    context.dispatch({ kind: 'overlay-opened', title: 'Rooms (* joined; /join ROOM)', lines });
  },
};
