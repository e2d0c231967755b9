import {
  isRoomName,
  isUserId,
  ok,
  type Result,
  type RoomName,
  typedRoomName,
  typedUserName,
  type UserId,
} from '@securechat/protocol';
import { type CommandError, commandError } from '../output/command-error.ts';

/** A room as people write it: the name of a room, or `@bob` for the direct room with bob. */
export type RoomHandle = RoomName | `@${UserId}`;

/** Whether a handle names a direct room. */
export function isDirect(handle: RoomHandle): handle is `@${UserId}` {
  return handle.startsWith('@');
}

/** The direct room with this user, whose name may have an `@`. */
export function parseUser(text: string): Result<`@${UserId}`, CommandError> {
  const name = typedUserName(text);
  if (isUserId(name)) return ok(`@${name}` as const);
  return commandError(
    'usage',
    `Invalid user name "${text}". User names have 2–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.`,
  );
}

/** A public room's name as people write it, with or without `#`. */
export function parseRoomName(text: string): Result<RoomName, CommandError> {
  const name = typedRoomName(text);
  return isRoomName(name)
    ? ok(name)
    : commandError(
        'usage',
        `Invalid room name "${text}". Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.`,
      );
}

/** A room's name with or without `#`, or `@` and the name of a user. */
export function parseRoom(text: string): Result<RoomHandle, CommandError> {
  return text.trim().startsWith('@') ? parseUser(text) : parseRoomName(text);
}

/** The room a command is about: `--room`, else general. */
export function roomOf({ room = 'general' }: { readonly room?: string }): Result<RoomHandle, CommandError> {
  return parseRoom(room);
}
