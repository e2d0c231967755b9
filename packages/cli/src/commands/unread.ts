import {
  attentionOf,
  type ChatState,
  MemoryUserStateStore,
  type RoomState,
  roomOf,
  type UnreadCounts,
} from '@securechat/client';
import { roomHandle, roomLabel } from '@securechat/client/present';
import { ok, type Result } from '@securechat/protocol';
import { asked, withSession } from '../accounts/connect.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';

export type UnreadFlags = CommonFlags & { readonly format?: string };

/** A room with unread messages; those of a direct room are `direct`, and no `mentions`. */
type UnreadRoom = Pick<UnreadCounts, 'unread' | 'mentions'> & { readonly room: RoomState; readonly direct: number };

/** The unread rooms, in the order of the room list. Muted rooms are not among them. */
export function unreadRooms(chat: ChatState): readonly UnreadRoom[] {
  return chat.rooms.flatMap((id) => {
    const { unread, mentions } = attentionOf(chat, id);
    if (unread === 0) return [];
    const room = roomOf(chat, id);
    return [{ room, unread, ...(room.kind === 'direct' ? { mentions: 0, direct: unread } : { mentions, direct: 0 }) }];
  });
}

/** An unread room as text: `#ops  3 unread, 1 mention`. */
export function unreadLine({ room, unread, mentions, direct }: UnreadRoom): string {
  const named = mentions > 0 ? `, ${mentions} ${mentions === 1 ? 'mention' : 'mentions'}` : '';
  return `${roomLabel(room)}  ${unread} unread${direct > 0 ? ', direct' : named}`;
}

/** The template with the sums in place of `{unread}`, `{mentions}`, `{direct}` and `{rooms}`. */
export function filled(template: string, rooms: readonly UnreadRoom[]): Result<string, CommandError> {
  const sums: Readonly<Record<string, number>> = {
    unread: rooms.reduce((sum, room) => sum + room.unread, 0),
    mentions: rooms.reduce((sum, room) => sum + room.mentions, 0),
    direct: rooms.reduce((sum, room) => sum + room.direct, 0),
    rooms: rooms.length,
  };
  const names = [...template.matchAll(/\{(\w*)\}/g)].map(([, name = '']) => name);
  const unknown = names.find((name) => !Object.hasOwn(sums, name));
  if (unknown !== undefined) {
    return commandError(
      'usage',
      `--format has {${unknown}}; it may contain {unread}, {mentions}, {direct} and {rooms}.`,
    );
  }
  return ok(template.replace(/\{(\w+)\}/g, (_, name: string) => String(sums[name])));
}

/** Prints how many messages are unread, for example in a status bar. Reads nothing as far as others and other devices are concerned. */
export async function unread(run: CommandContext<UnreadFlags>): Promise<Result<void, CommandError>> {
  const { flags, out } = run;
  // A mistake in the template is reported without a connection.
  const checked = flags.format === undefined ? ok('') : filled(flags.format, []);
  if (!checked.ok) return checked;
  const options = { userStateStore: new MemoryUserStateStore(), setsMarks: false };
  return await withSession(run, options, async ({ client, target }) => {
    const synced = await asked(client.synced(), target);
    if (!synced.ok) return synced;
    const rooms = unreadRooms(client.getSnapshot());
    if (flags.format !== undefined) {
      const line = filled(flags.format, rooms);
      if (!line.ok) return line;
      out.line(line.value);
      return ok(undefined);
    }
    for (const { room, ...counts } of rooms) {
      if (flags.json) out.json({ room: room.id, kind: room.kind, roomName: roomHandle(room), ...counts });
      else out.line(unreadLine({ room, ...counts }));
    }
    if (rooms.length === 0 && !flags.json) out.note('Nothing is unread.');
    return ok(undefined);
  });
}
