import { isRoomName, type RoomName, typedRoomName, typedUserName } from '@securechat/protocol';
import type { ChatContext, HasScreen } from '../chat-context.ts';
import type { WordKind } from '../completion/model.ts';

/** A slash command: its help, its completion and its action. */
export type SlashCommand = {
  /** In lower case, without the slash. */
  readonly name: string;
  /** With its argument, as in `/join ROOM`. */
  readonly usage: string;
  readonly description: string;
  readonly argument: 'none' | 'optional' | 'required';
  /** The kinds of the words of its argument, for completion. */
  readonly complete?: readonly Exclude<WordKind, 'emoji' | 'sent'>[];
  /** Runs it. The argument is trimmed, and checked against `argument`. A command without `run` is sent as a message. */
  run?(context: ChatContext, argument: string, all: readonly SlashCommand[]): Promise<void> | void;
};

/** A room's name with or without `#`, or `@bob` for the direct room with bob. Anything else is reported. */
export function roomHandleIn(context: HasScreen, argument: string): string | undefined {
  return argument.startsWith('@') ? `@${typedUserName(argument)}` : roomNameIn(context, argument);
}

/** The room name in an argument, with or without `#`. An invalid name is reported. */
export function roomNameIn({ showStatus }: HasScreen, argument: string): RoomName | undefined {
  const name = typedRoomName(argument);
  if (isRoomName(name)) return name;
  showStatus('Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.', 'warning');
  return undefined;
}

export const noRoomYet = 'You are not in a room yet. Join one: /join ROOM';

/** Why a command finds no invitation. */
export function noSuchInvitation(pending: readonly unknown[]): string {
  return pending.length === 0
    ? 'Nobody has invited you to a room. To join with a code: /accept CODE'
    : 'You have no such invitation. To list them: /invitations';
}

/** The last line of a truncated list. */
export const notAll = (count: number, command: string) => ({
  text: `Showing the first ${count}. To list all: securechat ${command}`,
});
