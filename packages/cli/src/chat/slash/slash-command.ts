import { isRoomName, type RoomName } from '@securechat/protocol';
import type { ChatContext, HasScreen } from '../chat-context.ts';

/** A slash command: its help, its completion and its action. */
export type SlashCommand = {
  /** In lower case, without the slash. */
  readonly name: string;
  /** With its argument, as in `/join ROOM`. */
  readonly usage: string;
  readonly description: string;
  readonly argument: 'none' | 'optional' | 'required';
  /** The kind of its argument, for completion. */
  readonly complete?: 'user' | 'room' | 'server';
  /** Runs it. The argument is trimmed, and checked against `argument`. A command without `run` is sent as a message. */
  run?(context: ChatContext, argument: string, all: readonly SlashCommand[]): Promise<void> | void;
};

/** The room name in an argument, with or without `#`. An invalid name is reported. */
export function roomNameIn({ showStatus }: HasScreen, argument: string): RoomName | undefined {
  const name = argument.replace(/^#/, '').toLowerCase();
  if (isRoomName(name)) return name;
  showStatus('Room names have 1–32 characters: a–z, 0–9, _ and -, starting with a letter or digit.', 'warning');
  return undefined;
}

export const noRoomYet = 'You are not in a room yet. Join one: /join ROOM';

/** The last line of a truncated list. */
export const notAll = (count: number, command: string) => ({
  text: `Showing the first ${count}. To list all: securechat ${command}`,
});
