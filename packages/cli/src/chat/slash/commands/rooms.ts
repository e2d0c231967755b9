import { type ChatState, type RoomState, roomOf, shownRooms } from '@securechat/client';
import { failureText, membersInWords, roomLabel } from '@securechat/client/present';
import type { RoomSummary } from '@securechat/protocol';
import { cleanLine } from '../../../text/clean.ts';
import { notAll, type SlashCommand } from '../slash-command.ts';

const usage = 'Usage: /rooms, or /rooms --archived for those that are archived';

/** The user's rooms that are not in a list of the server, which has public rooms only: those that are not archived, or those that are. */
function unlistedRooms(chat: ChatState, archived: boolean): readonly RoomState[] {
  const rooms = shownRooms(chat).map((id) => roomOf(chat, id));
  if (archived) return rooms.filter((room) => room.kind === 'private' && room.archived);
  return rooms.filter((room) => room.kind === 'private' || (room.kind === 'public' && room.archived));
}

type ListedRoom = Pick<RoomSummary, 'id' | 'kind' | 'name' | 'with' | 'members' | 'topic' | 'joined' | 'archived'>;

function lineOf(room: ListedRoom, inArchive: boolean): string {
  const traits = [room.kind === 'private' ? 'private' : '', room.archived && !inArchive ? 'archived' : ''];
  const about = [membersInWords(room.members), ...traits, room.topic];
  const words = about.filter((word) => word !== '').join('  ');
  return cleanLine(`${room.joined ? '*' : ' '} ${roomLabel(room)}  ${words}`).trimEnd();
}

export const rooms: SlashCommand = {
  name: 'rooms',
  usage: '/rooms [--archived]',
  description: 'list all public rooms, and your private ones; or those that are archived',
  argument: 'optional',
  async run(context, argument) {
    const archived = /^(--)?archived$/i.test(argument);
    if (argument !== '' && !archived) return context.showStatus(usage, 'warning');
    const listed = await context.client.listRooms(archived ? { archived } : {});
    if (!listed.ok) return context.showStatus(failureText(listed.error), 'warning');
    const own = unlistedRooms(context.view().chat, archived).map((room) => ({ ...room, joined: true }));
    const lines = [...own, ...listed.value.items].map((room) => ({ text: lineOf(room, archived) }));
    if (lines.length === 0) return context.showStatus(archived ? 'No room is archived.' : 'There are no rooms.');
    if (listed.value.more) lines.push(notAll(lines.length, archived ? 'rooms list --archived' : 'rooms'));
    const title = archived ? 'Archived rooms (* joined; /unarchive ROOM)' : 'Rooms (* joined; /join ROOM)';
    context.dispatch({ kind: 'overlay-opened', title, lines });
  },
};
