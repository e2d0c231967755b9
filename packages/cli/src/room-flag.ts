import { generalRoom, isRoomId, ok, type Result, type RoomId } from '@securechat/protocol';
import { type Stop, stop } from './failure.ts';

/** A room's name as people write it, with or without `#`. */
export function parseRoom(text: string): Result<RoomId, Stop> {
  const name = text.replace(/^#/, '').toLowerCase();
  return isRoomId(name)
    ? ok(name)
    : stop(
        'usage',
        `Invalid room name "${text}". Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.`,
      );
}

/** The room a command is about: `--room`, else general. */
export function roomOf(flags: { readonly room?: string }): Result<RoomId, Stop> {
  return flags.room === undefined ? ok(generalRoom) : parseRoom(flags.room);
}
