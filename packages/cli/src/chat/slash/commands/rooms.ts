import { roomOf, shownRooms } from '@securechat/client';
import { failureText, membersInWords, roomLabel } from '@securechat/client/present';
import { cleanLine } from '../../../text/clean.ts';
import { notAll, type SlashCommand } from '../slash-command.ts';

export const rooms: SlashCommand = {
  name: 'rooms',
  usage: '/rooms',
  description: 'list all public rooms, and your private ones',
  argument: 'none',
  async run(context) {
    const listed = await context.client.listRooms();
    if (!listed.ok) return context.showStatus(failureText(listed.error), 'warning');
    const { chat } = context.view();
    const unlisted = shownRooms(chat).map((id) => roomOf(chat, id));
    // The server lists neither private nor archived rooms.
    const own = unlisted
      .filter(({ kind, archived }) => kind === 'private' || (kind === 'public' && archived))
      .map((room) => ({ ...room, joined: true }));
    const lines = [...own, ...listed.value.items].map((room) => {
      const traits = [room.kind === 'private' ? 'private' : '', room.archived ? 'archived' : ''];
      const about = [membersInWords(room.members), ...traits, room.topic];
      const words = about.filter((word) => word !== '').join('  ');
      return { text: cleanLine(`${room.joined ? '*' : ' '} ${roomLabel(room)}  ${words}`).trimEnd() };
    });
    if (listed.value.more) lines.push(notAll(lines.length, 'rooms'));
    context.dispatch({ kind: 'overlay-opened', title: 'Rooms (* joined; /join ROOM)', lines });
  },
};
