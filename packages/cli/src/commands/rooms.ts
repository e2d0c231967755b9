import {
  type ChatClient,
  type ChatState,
  type Failure,
  isCodeOf,
  type RoomCode,
  roomCodeIn,
  roomOf,
} from '@securechat/client';
import { membersInWords, policyText, roomHandle, roomLabel } from '@securechat/client/present';
import {
  ok,
  type Result,
  type RoomHistory,
  type RoomId,
  type RoomInviters,
  type RoomName,
  type RoomSummary,
} from '@securechat/protocol';
import { asked, type Opened, withSession } from '../accounts/connect.ts';
import { whereFields, whereWords } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { parseRoomName } from '../cli-args/room-flag.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { clean } from '../text/clean.ts';
import { serverName } from '../text/server-url.ts';

/** Which rooms to list. */
export type ListRoomsFlags = CommonFlags & { readonly archived?: boolean };

export type CreateRoomFlags = CommonFlags & {
  readonly topic?: string;
  readonly history?: RoomHistory;
  readonly private?: boolean;
};

/** Who may invite from now on, and what newcomers can read. */
export type PolicyFlags = CommonFlags & { readonly invite?: RoomInviters; readonly history?: RoomHistory };

/** What is printed of a room. */
type PrintedRoom = Omit<RoomSummary, 'messages'>;

/** A room in JSON output. */
function roomJson(room: PrintedRoom): object {
  const { id, kind, topic, history, inviters = 'members', owners, role, head, members, joined, archived } = room;
  const described = { kind, roomName: roomHandle(room), topic, history, inviters, owners, role, head, members, joined };
  return { room: id, ...described, archived: archived === true };
}

function printRooms({ flags, out }: CommandContext, rooms: readonly PrintedRoom[]): void {
  const width = rooms.reduce((widest, room) => Math.max(widest, roomLabel(room).length), 0);
  for (const room of rooms) {
    if (flags.json) out.json(roomJson(room));
    else {
      const about = [membersInWords(room.members), room.kind === 'public' ? '' : room.kind, clean(room.topic)];
      const words = about.filter((word) => word !== '').join('  ');
      const line = `${room.joined ? '*' : ' '} ${roomLabel(room).padEnd(width)}  ${words}`;
      out.line(line.replaceAll('\n', ' ').trimEnd());
    }
  }
}

/** The user's rooms that no list of the server has: private and direct ones. */
function unlistedRooms(chat: ChatState, archived = false): readonly PrintedRoom[] {
  const rooms = chat.rooms.map((id) => roomOf(chat, id));
  return rooms
    .filter((room) => room.kind !== 'public' && (room.archived === true) === archived)
    .map(({ cursor: head, ...room }) => ({ ...room, head, joined: true }));
}

/** Prints the user's private and direct rooms, and page by page all public ones; with `archived`, those that are archived. */
export async function listRooms(run: CommandContext<ListRoomsFlags>): Promise<Result<void, CommandError>> {
  return await withSession(run, { recent: 0 }, async ({ client, target }) => {
    const synced = await asked(client.synced(), target);
    if (!synced.ok) return synced;
    printRooms(run, unlistedRooms(client.getSnapshot(), run.flags.archived));
    let after: RoomName | undefined;
    for (;;) {
      const rooms = await asked(client.listRooms({ after, ...(run.flags.archived && { archived: true }) }), target);
      if (!rooms.ok) return rooms;
      const { items, more } = rooms.value;
      printRooms(run, items);
      after = items.at(-1)?.name;
      if (!more || after === undefined) return ok(undefined);
    }
  });
}

async function change(
  run: CommandContext,
  typed: string,
  done: string,
  act: (opened: Opened, name: RoomName) => Promise<Result<RoomSummary, CommandError>>,
): Promise<Result<void, CommandError>> {
  const name = parseRoomName(typed);
  if (!name.ok) return name;
  return await printChanged(run, done, (opened) => act(opened, name.value));
}

/** Changes a room, and prints it as it is then. */
async function printChanged(
  run: CommandContext,
  done: string,
  act: (opened: Opened) => Promise<Result<RoomSummary, CommandError>>,
): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async (opened) => {
    const changed = await act(opened);
    if (!changed.ok) return changed;
    const { target, session } = opened;
    if (run.flags.json) run.out.json({ ...roomJson(changed.value), ...whereFields(target, session.user) });
    else run.out.done(`${done} ${roomLabel(changed.value)}${whereWords(target, session.user)}.`);
    return ok(undefined);
  });
}

/** The user can see another room of the name that this one has now. */
function warnSameName({ out }: CommandContext, other: RoomSummary, id: RoomId, which: string): void {
  out.warn(`Another room is called ${roomLabel(other)}, too. To name ${which}, use its id: --room ${id}`);
}

/** Creates a room; its creator is its first member. */
export async function createRoom(
  run: CommandContext<CreateRoomFlags>,
  typed: string | undefined,
): Promise<Result<void, CommandError>> {
  const { topic, history } = run.flags;
  const kind = run.flags.private ? 'private' : 'public';
  if (typed === undefined && kind === 'public')
    return commandError('usage', 'Name the room: only a private room needs no name.');
  const name = typed === undefined ? ok(undefined) : parseRoomName(typed);
  if (!name.ok) return name;
  return await printChanged(run, 'Created', async ({ client, target }) => {
    // The names of private rooms need not be unique.
    const before = name.value !== undefined && kind === 'private' ? await client.findRoom(name.value) : undefined;
    const made = await asked(client.createRoom({ kind, name: name.value, topic, history }), target);
    if (before?.ok && made.ok) warnSameName(run, before.value, made.value.id, 'the new one');
    return made;
  });
}

/** Joins a room by its name, or with a code or the link that contains it. */
export function joinRoom(run: CommandContext, typed: string): Promise<Result<void, CommandError>> {
  const code = roomCodeIn(typed);
  if (code) return printChanged(run, 'Joined', (opened) => joinByCode(opened, code, typed));
  return change(run, typed, 'Joined', ({ client, target }, room) => asked(client.joinRoom(room), target));
}

/** Refuses a link to a room of another server. */
export function checkServer(code: RoomCode, { url }: Opened['target']): Result<void, CommandError> {
  if (isCodeOf(code, url)) return ok(undefined);
  return commandError('usage', `That link is for ${code.server}, not for ${serverName(url)}. Name it with --server.`);
}

/** Joins with a code. What has the form of a code, but is none, may be the name of a room. */
async function joinByCode(
  { client, target }: Opened,
  room: RoomCode,
  typed: string,
): Promise<Result<RoomSummary, CommandError>> {
  const isHere = checkServer(room, target);
  if (!isHere.ok) return isHere;
  const accepted = await client.acceptInvitation({ code: room.code });
  const isNoCode =
    !accepted.ok && accepted.error.kind === 'refused' && accepted.error.refusal.code === 'no_such_invitation';
  const name = room.server === undefined && isNoCode ? parseRoomName(typed) : undefined;
  const named = name?.ok ? await client.joinRoom(name.value) : accepted;
  return await asked(Promise.resolve(named.ok ? named : accepted), target);
}

const isNoSuchRoom = (failure: Failure) => failure.kind === 'refused' && failure.refusal.code === 'no_such_room';

/** Changes the room that is found by this name, and prints it as it is then. */
export function changeFound(
  run: CommandContext,
  typed: string,
  done: string,
  act: (client: ChatClient, room: RoomId) => Promise<Result<void, Failure>>,
): Promise<Result<void, CommandError>> {
  return change(run, typed, done, async ({ client, target }, name) => {
    const room = await asked(client.findRoom(name), target);
    if (!room.ok) return room;
    const changed = await asked(act(client, room.value.id), target);
    if (!changed.ok) return changed;
    const found = await client.findRoom(room.value.id);
    // A private room does not exist for somebody who has left it.
    if (!found.ok && isNoSuchRoom(found.error)) return ok({ ...room.value, joined: false });
    return await asked(Promise.resolve(found), target);
  });
}

/** Renames a room; only its owners can. */
export async function renameRoom(run: CommandContext, name: string, to: string): Promise<Result<void, CommandError>> {
  const wanted = parseRoomName(to);
  if (!wanted.ok) return wanted;
  return await changeFound(run, name, 'Renamed to', async (client, room) => {
    const before = await client.findRoom(wanted.value);
    const renamed = await client.renameRoom(room, wanted.value);
    if (before.ok && before.value.id !== room && renamed.ok) warnSameName(run, before.value, room, 'this one');
    return renamed;
  });
}

/** Sets the topic of a room; its moderators and owners can. An empty one removes it. */
export function setTopic(run: CommandContext, name: string, topic: string): Promise<Result<void, CommandError>> {
  return changeFound(run, name, 'Changed the topic of', (client, room) => client.setTopic(room, topic));
}

/** Changes who may invite to a room and what newcomers can read; only its owners can. Without either, prints it. */
export async function setPolicy(run: CommandContext<PolicyFlags>, name: string): Promise<Result<void, CommandError>> {
  const { invite: inviters, history, json } = run.flags;
  if (inviters ?? history) {
    return await changeFound(run, name, 'Changed', (client, room) => client.setPolicy(room, { inviters, history }));
  }
  const parsed = parseRoomName(name);
  if (!parsed.ok) return parsed;
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const room = await asked(client.findRoom(parsed.value), target);
    if (!room.ok) return room;
    if (json) run.out.json(roomJson(room.value));
    else run.out.line(policyText(room.value));
    return ok(undefined);
  });
}

/** Archives a room, or ends that; only its owners can. */
export function archiveRoom(run: CommandContext, name: string, on: boolean): Promise<Result<void, CommandError>> {
  return changeFound(run, name, on ? 'Archived' : 'Unarchived', (client, room) => client.archiveRoom(room, on));
}

/** Leaves a room. */
export function leaveRoom(run: CommandContext, name: string): Promise<Result<void, CommandError>> {
  return changeFound(run, name, 'Left', (client, room) => client.leaveRoom(room));
}
