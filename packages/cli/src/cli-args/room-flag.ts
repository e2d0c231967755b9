import { generalRoom, isRoomId, ok, type Result, type RoomId } from '@securechat/protocol';
import { type CommandError, commandError } from '../output/command-error.ts';

/** A room's name as people write it, with or without `#`. */
export function parseRoom(text: string): Result<RoomId, CommandError> {
  const name = text.replace(/^#/, '').toLowerCase();
  return isRoomId(name)
    ? ok(name)
    : commandError(
        'usage',
        `Invalid room name "${text}". Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.`,
      );
}

/** The room a command is about: `--room`, else general. */
export function roomOf(flags: { readonly room?: string }): Result<RoomId, CommandError> {
  return flags.room === undefined ? ok(generalRoom) : parseRoom(flags.room);
}
