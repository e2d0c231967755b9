import type { Failure } from '@securechat/client';
import { isRoomId, isUserId, type RoomId, unreachable } from '@securechat/protocol';
import { sayRefusal } from '../../output/command-error.ts';
import { cleanLine } from '../../text/clean.ts';
import { goToDate } from '../actions/go-to-date.ts';
import { helpLines } from '../actions/help.ts';
import { copyLink, listLinks, openLink } from '../actions/links.ts';
import { server } from '../actions/servers.ts';
import type { ChatContext } from '../chat-context.ts';
import { pendingIn, shownRoom } from '../state/selectors.ts';
import { sayGivenUp } from '../state/servers.ts';
import { dnd } from './dnd.ts';
import type { SlashName } from './registry.ts';

type SlashAction = (context: ChatContext, argument: string) => Promise<void> | void;

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
function named(context: ChatContext, argument: string): RoomId | undefined {
  const name = argument.replace(/^#/, '').toLowerCase();
  if (isRoomId(name)) return name;
  context.showStatus('Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.', 'warning');
  return undefined;
}

async function join(context: ChatContext, argument: string): Promise<void> {
  const room = named(context, argument);
  if (!room) return;
  if (!context.view().chat.byRoom[room]) {
    const joined = await context.client.joinRoom(room);
    if (!joined.ok) {
      const { error } = joined;
      const missing = error.kind === 'refused' && error.refusal.code === 'no_such_room';
      return context.showStatus(
        missing ? `There is no room #${room}. To create it: /create ${room}` : sayFailure(error),
        'warning',
      );
    }
  }
  context.dispatch({ kind: 'room shown', room });
}

function show(context: ChatContext, argument: string): void {
  const room = named(context, argument);
  if (!room) return;
  if (context.view().chat.byRoom[room]) context.dispatch({ kind: 'room shown', room });
  else context.showStatus(`You are not in #${room}. To join it: /join ${room}`, 'warning');
}

async function create(context: ChatContext, argument: string): Promise<void> {
  const [, name = '', topic = ''] = /^(\S+)\s*(.*)$/s.exec(argument) ?? [];
  const room = named(context, name);
  if (!room) return;
  const made = await context.client.createRoom(room, ...(topic === '' ? [] : [cleanLine(topic)]));
  if (!made.ok) return context.showStatus(sayFailure(made.error), 'warning');
  context.dispatch({ kind: 'room shown', room });
}

async function leave(context: ChatContext, argument: string): Promise<void> {
  const { ui, chat } = context.view();
  const room = argument === '' ? shownRoom(ui, chat)?.id : named(context, argument);
  if (!room) return;
  const left = await context.client.leaveRoom(room);
  if (left.ok) return context.showStatus(`You left #${room}.`);
  const { error } = left;
  const isNoMember = error.kind === 'refused' && error.refusal.code === 'not_a_member';
  context.showStatus(isNoMember ? `You are not in #${room}.` : sayFailure(error), 'warning');
}

async function remove(context: ChatContext, argument: string): Promise<void> {
  const { ui, chat } = context.view();
  const room = shownRoom(ui, chat);
  if (!room) return context.showStatus('You are not in a room yet. Join one: /join ROOM', 'warning');
  const user = argument.replace(/^@/, '').toLowerCase();
  if (!isUserId(user)) return context.showStatus('Name one user, as listed by /users.', 'warning');
  const removed = await context.client.removeMember(room.id, user);
  // Success shows as a line of the room.
  if (!removed.ok) context.showStatus(sayFailure(removed.error), 'warning');
}

/** The last line of a list that is cut short. */
const notAll = (count: number, command: string) => ({
  text: `Only the first ${count} are listed. All of them: securechat ${command}`,
});

async function rooms(context: ChatContext): Promise<void> {
  const listed = await context.client.listRooms();
  if (!listed.ok) return context.showStatus(sayFailure(listed.error), 'warning');
  const lines = listed.value.items.map(({ id, joined, members, topic }) => ({
    text: cleanLine(
      `${joined ? '*' : ' '} #${id}  ${members} ${members === 1 ? 'member' : 'members'}  ${topic}`,
    ).trimEnd(),
  }));
  if (listed.value.more) lines.push(notAll(lines.length, 'rooms'));
  context.dispatch({ kind: 'overlay opened', title: 'Rooms (* joined; /join ROOM)', lines });
}

async function users(context: ChatContext): Promise<void> {
  const { ui, chat } = context.view();
  const room = shownRoom(ui, chat);
  if (!room) return context.showStatus('You are not in a room yet. Join one: /join ROOM', 'warning');
  const listed = await context.client.members(room.id);
  if (!listed.ok) return context.showStatus(sayFailure(listed.error), 'warning');
  const lines = listed.value.items.map(({ user, online }) => ({ text: cleanLine(`${online ? '*' : ' '} ${user}`) }));
  if (listed.value.more) lines.push(notAll(lines.length, 'users'));
  context.dispatch({ kind: 'overlay opened', title: `Members of #${room.id} (* online)`, lines });
}

function withRefused(context: ChatContext, what: 'retry' | 'discard'): void {
  const { ui, chat, serverName } = context.view();
  const room = shownRoom(ui, chat);
  const refused = pendingIn(chat, room?.id ?? '').filter((message) => message.refused !== undefined);
  const over = sayGivenUp(chat, serverName);
  if (refused.length === 0) context.showStatus('This room has no refused messages.');
  else if (over !== undefined) context.showStatus(over, 'warning');
  else for (const { id } of refused) context.client[what](id);
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
  retry: (context) => withRefused(context, 'retry'),
  discard: (context) => withRefused(context, 'discard'),
  dnd,
  search: (context, argument) => context.dispatch({ kind: 'picker opened', of: 'search', text: argument }),
  date: goToDate,
  links: listLinks,
  open: openLink,
  copy: copyLink,
  // Not here: what is typed in a chat is shown, kept as a draft and easily sent.
  password: (context) =>
    context.showStatus('Change your password in a shell: securechat password. Do not type it here.'),
  help: (context) => context.dispatch({ kind: 'overlay opened', title: 'Help', lines: helpLines(context.keymap) }),
};
