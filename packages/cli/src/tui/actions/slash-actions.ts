import type { Failure } from '@securechat/client';
import { isRoomId, isUserId, type RoomId, unreachable } from '@securechat/protocol';
import { sayRefusal } from '../../failure.ts';
import type { SlashName } from '../slash/registry.ts';
import { pendingIn, shownRoom } from '../state/selectors.ts';
import { sayGivenUp } from '../state/servers.ts';
import { cleanLine } from '../text/clean.ts';
import { dnd } from './dnd.ts';
import { goToDate } from './go-to-date.ts';
import { helpLines } from './help.ts';
import { copyLink, listLinks, openLink } from './links.ts';
import { server } from './servers.ts';
import type { Tui } from './tui.ts';

type SlashAction = (tui: Tui, argument: string) => Promise<void> | void;

function sayFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'refused':
      return sayRefusal(failure.refusal);
    case 'timed_out':
      return 'The server did not answer in time. Try again.';
    case 'offline':
      return 'Not connected to the server. Try again when you are back online.';
    default:
      return unreachable(failure);
  }
}

/** The room an argument names, with or without `#`. */
function named(tui: Tui, argument: string): RoomId | undefined {
  const name = argument.replace(/^#/, '').toLowerCase();
  if (isRoomId(name)) return name;
  tui.remark('Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.', 'warning');
  return undefined;
}

async function join(tui: Tui, argument: string): Promise<void> {
  const room = named(tui, argument);
  if (!room) return;
  if (!tui.view().chat.byRoom[room]) {
    const joined = await tui.client.joinRoom(room);
    if (!joined.ok) {
      const { error } = joined;
      const missing = error.kind === 'refused' && error.refusal.code === 'no_such_room';
      return tui.remark(
        missing ? `There is no room #${room}. To create it: /create ${room}` : sayFailure(error),
        'warning',
      );
    }
  }
  tui.dispatch({ kind: 'room shown', room });
}

function show(tui: Tui, argument: string): void {
  const room = named(tui, argument);
  if (!room) return;
  if (tui.view().chat.byRoom[room]) tui.dispatch({ kind: 'room shown', room });
  else tui.remark(`You are not in #${room}. To join it: /join ${room}`, 'warning');
}

async function create(tui: Tui, argument: string): Promise<void> {
  const [, name = '', topic = ''] = /^(\S+)\s*(.*)$/s.exec(argument) ?? [];
  const room = named(tui, name);
  if (!room) return;
  const made = await tui.client.createRoom(room, ...(topic === '' ? [] : [cleanLine(topic)]));
  if (!made.ok) return tui.remark(sayFailure(made.error), 'warning');
  tui.dispatch({ kind: 'room shown', room });
}

async function leave(tui: Tui, argument: string): Promise<void> {
  const { ui, chat } = tui.view();
  const room = argument === '' ? shownRoom(ui, chat)?.id : named(tui, argument);
  if (!room) return;
  const left = await tui.client.leaveRoom(room);
  if (left.ok) return tui.remark(`You left #${room}.`);
  const { error } = left;
  const isNoMember = error.kind === 'refused' && error.refusal.code === 'not_a_member';
  tui.remark(isNoMember ? `You are not in #${room}.` : sayFailure(error), 'warning');
}

async function remove(tui: Tui, argument: string): Promise<void> {
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat);
  if (!room) return tui.remark('You are not in a room yet. Join one: /join ROOM', 'warning');
  const user = argument.replace(/^@/, '').toLowerCase();
  if (!isUserId(user)) return tui.remark('Name one user, as listed by /users.', 'warning');
  const removed = await tui.client.removeMember(room.id, user);
  // Success shows as a line of the room.
  if (!removed.ok) tui.remark(sayFailure(removed.error), 'warning');
}

/** The last line of a list that is cut short. */
const notAll = (count: number, command: string) => ({
  text: `Only the first ${count} are listed. All of them: securechat ${command}`,
});

async function rooms(tui: Tui): Promise<void> {
  const listed = await tui.client.listRooms();
  if (!listed.ok) return tui.remark(sayFailure(listed.error), 'warning');
  const lines = listed.value.items.map(({ id, joined, members, topic }) => ({
    text: cleanLine(
      `${joined ? '*' : ' '} #${id}  ${members} ${members === 1 ? 'member' : 'members'}  ${topic}`,
    ).trimEnd(),
  }));
  if (listed.value.more) lines.push(notAll(lines.length, 'rooms'));
  tui.dispatch({ kind: 'overlay opened', title: 'Rooms (* joined; /join ROOM)', lines });
}

async function users(tui: Tui): Promise<void> {
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat);
  if (!room) return tui.remark('You are not in a room yet. Join one: /join ROOM', 'warning');
  const listed = await tui.client.members(room.id);
  if (!listed.ok) return tui.remark(sayFailure(listed.error), 'warning');
  const lines = listed.value.items.map(({ user, online }) => ({ text: cleanLine(`${online ? '*' : ' '} ${user}`) }));
  if (listed.value.more) lines.push(notAll(lines.length, 'users'));
  tui.dispatch({ kind: 'overlay opened', title: `Members of #${room.id} (* online)`, lines });
}

function withRefused(tui: Tui, what: 'retry' | 'discard'): void {
  const { ui, chat, serverName } = tui.view();
  const room = shownRoom(ui, chat);
  const refused = pendingIn(chat, room?.id ?? '').filter((message) => message.refused !== undefined);
  const over = sayGivenUp(chat, serverName);
  if (refused.length === 0) tui.remark('This room has no refused messages.');
  else if (over !== undefined) tui.remark(over, 'warning');
  else for (const { id } of refused) tui.client[what](id);
}

/** What the commands do; `me` and `quit` belong to sending and to the keys. */
export const slashActions: Record<Exclude<SlashName, 'me' | 'quit'>, SlashAction> = {
  join,
  room: show,
  create,
  leave,
  remove,
  rooms,
  users,
  server,
  retry: (tui) => withRefused(tui, 'retry'),
  discard: (tui) => withRefused(tui, 'discard'),
  dnd,
  search: (tui, argument) => tui.dispatch({ kind: 'picker opened', of: 'search', text: argument }),
  date: goToDate,
  links: listLinks,
  open: openLink,
  copy: copyLink,
  // Not here: what is typed in a chat is shown, kept as a draft and easily sent.
  password: (tui) => tui.remark('Change your password in a shell: securechat password. Do not type it here.'),
  help: (tui) => tui.dispatch({ kind: 'overlay opened', title: 'Help', lines: helpLines(tui.keymap) }),
};
