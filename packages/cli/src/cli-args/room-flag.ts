import { isRoomName, ok, type Result, type RoomName } from '@securechat/protocol';
import { type CommandError, commandError } from '../output/command-error.ts';

/** A room's name as people write it, with or without `#`. */
export function parseRoom(text: string): Result<RoomName, CommandError> {
  const name = text.replace(/^#/, '').toLowerCase();
  return isRoomName(name)
    ? ok(name)
    : commandError(
        'usage',
        `Invalid room name "${text}". Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.`,
      );
}

/** The name of the room a command is about: `--room`, else general. */
export function roomOf({ room = 'general' }: { readonly room?: string }): Result<RoomName, CommandError> {
  return parseRoom(room);
}
