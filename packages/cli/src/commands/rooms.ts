import type { ChatClient, Failure } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { ok, type Result, type RoomId, type RoomName, type RoomSummary } from '@securechat/protocol';
import { asked, type Opened, withSession } from '../accounts/connect.ts';
import { whereFields, whereWords } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { parseRoom } from '../cli-args/room-flag.ts';
import type { CommandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { clean } from '../text/clean.ts';

export type CreateRoomFlags = CommonFlags & { readonly topic?: string };

/** A room in JSON output. */
function roomJson({ id, name, topic, owner, head, members, joined }: RoomSummary): object {
  return { room: id, roomName: name, topic, owner, head, members, joined };
}

function printRooms({ flags, out }: CommandContext, rooms: readonly RoomSummary[]): void {
  const width = rooms.reduce((widest, { name }) => Math.max(widest, name.length), 0);
  for (const room of rooms) {
    if (flags.json) out.json(roomJson(room));
    else {
      const members = `${room.members} member${room.members === 1 ? '' : 's'}`;
      const line = `${room.joined ? '*' : ' '} ${roomLabel(room).padEnd(width + 1)}  ${members}  ${clean(room.topic)}`;
      out.line(line.replaceAll('\n', ' ').trimEnd());
    }
  }
}

/** Prints all rooms, page by page. */
export async function listRooms(run: CommandContext): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    let after: RoomName | undefined;
    for (;;) {
      const rooms = await asked(client.listRooms({ after }), target);
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
  const name = parseRoom(typed);
  if (!name.ok) return name;
  return await withSession(run, { follow: false }, async (opened) => {
    const changed = await act(opened, name.value);
    if (!changed.ok) return changed;
    const { target, session } = opened;
    if (run.flags.json) run.out.json({ ...roomJson(changed.value), ...whereFields(target, session.user) });
    else run.out.done(`${done} ${roomLabel(changed.value)}${whereWords(target, session.user)}.`);
    return ok(undefined);
  });
}

/** Creates a room; its creator is its first member. */
export function createRoom(run: CommandContext<CreateRoomFlags>, name: string): Promise<Result<void, CommandError>> {
  return change(run, name, 'Created', ({ client, target }, room) =>
    asked(client.createRoom(room, run.flags.topic), target),
  );
}

/** Joins a room. */
export function joinRoom(run: CommandContext, name: string): Promise<Result<void, CommandError>> {
  return change(run, name, 'Joined', ({ client, target }, room) => asked(client.joinRoom(room), target));
}

/** Changes the room that is found by this name, and prints it as it is then. */
function changeFound(
  run: CommandContext,
  typed: string,
  done: string,
  act: (client: ChatClient, room: RoomId) => Promise<Result<void, Failure>>,
): Promise<Result<void, CommandError>> {
  return change(run, typed, done, async ({ client, target }, name) => {
    const room = await asked(client.findRoom(name), target);
    if (!room.ok) return room;
    const changed = await asked(act(client, room.value.id), target);
    return changed.ok ? await asked(client.findRoom(room.value.id), target) : changed;
  });
}

/** Renames a room; only its owner can. */
export async function renameRoom(run: CommandContext, name: string, to: string): Promise<Result<void, CommandError>> {
  const wanted = parseRoom(to);
  if (!wanted.ok) return wanted;
  return await changeFound(run, name, 'Renamed to', (client, room) => client.renameRoom(room, wanted.value));
}

/** Sets the topic of a room; only its owner can. An empty one removes it. */
export function setTopic(run: CommandContext, name: string, topic: string): Promise<Result<void, CommandError>> {
  return changeFound(run, name, 'Changed the topic of', (client, room) => client.setTopic(room, topic));
}

/** Leaves a room. */
export function leaveRoom(run: CommandContext, name: string): Promise<Result<void, CommandError>> {
  return changeFound(run, name, 'Left', (client, room) => client.leaveRoom(room));
}
