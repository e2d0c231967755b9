import type { ChatClient } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { ok, type Result, type RoomId, type RoomSummary } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import { whereFields, whereWords } from '../accounts/where.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { parseRoom } from '../cli-args/room-flag.ts';
import type { At, CommandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { clean } from '../text/clean.ts';

export type CreateRoomFlags = CommonFlags & { readonly topic?: string };

/** A room in JSON output. */
function roomJson({ id, topic, head, members, joined }: RoomSummary): object {
  return { room: id, topic, head, members, joined };
}

function printRooms({ flags, out }: CommandContext, rooms: readonly RoomSummary[]): void {
  const width = rooms.reduce((widest, { id }) => Math.max(widest, id.length), 0);
  for (const room of rooms) {
    if (flags.json) out.json(roomJson(room));
    else {
      const members = `${room.members} member${room.members === 1 ? '' : 's'}`;
      const line = `${room.joined ? '*' : ' '} ${roomLabel(room.id).padEnd(width + 1)}  ${members}  ${clean(room.topic)}`;
      out.line(line.replaceAll('\n', ' ').trimEnd());
    }
  }
}

/** Prints all rooms, page by page. */
export async function listRooms(run: CommandContext): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    let after: RoomId | undefined;
    for (;;) {
      const rooms = await asked(client.listRooms({ after }), target);
      if (!rooms.ok) return rooms;
      const { items, more } = rooms.value;
      printRooms(run, items);
      after = items.at(-1)?.id;
      if (!more || after === undefined) return ok(undefined);
    }
  });
}

async function change(
  run: CommandContext,
  name: string,
  done: string,
  act: (client: ChatClient, room: RoomId, at: At) => Promise<Result<RoomSummary | undefined, CommandError>>,
): Promise<Result<void, CommandError>> {
  const room = parseRoom(name);
  if (!room.ok) return room;
  return await withSession(run, { follow: false }, async ({ client, target, session }) => {
    const changed = await act(client, room.value, target);
    if (!changed.ok) return changed;
    const where = whereFields(target, session.user);
    if (!run.flags.json) run.out.done(`${done} ${roomLabel(room.value)}${whereWords(target, session.user)}.`);
    else run.out.json({ ...(changed.value ? roomJson(changed.value) : { room: room.value, joined: false }), ...where });
    return ok(undefined);
  });
}

/** Creates a room; its creator is its first member. */
export function createRoom(run: CommandContext<CreateRoomFlags>, name: string): Promise<Result<void, CommandError>> {
  return change(run, name, 'Created', (client, room, at) => asked(client.createRoom(room, run.flags.topic), at));
}

/** Joins a room. */
export function joinRoom(run: CommandContext, name: string): Promise<Result<void, CommandError>> {
  return change(run, name, 'Joined', (client, room, at) => asked(client.joinRoom(room), at));
}

/** Leaves a room. */
export function leaveRoom(run: CommandContext, name: string): Promise<Result<void, CommandError>> {
  return change(run, name, 'Left', async (client, room, at) => {
    const left = await asked(client.leaveRoom(room), at);
    return left.ok ? ok(undefined) : left;
  });
}
