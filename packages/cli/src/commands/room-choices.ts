import { type Level, notifyChange, starChange } from '@securechat/client';
import type { Result } from '@securechat/protocol';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { CommandError } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { changeFound } from './rooms.ts';

export type MuteFlags = CommonFlags & { readonly level?: Level; readonly for?: number };

type Done = Promise<Result<void, CommandError>>;

/** Adds a room to the user's favourites, or removes it. */
export function starRoom(run: CommandContext, name: string, on: boolean): Done {
  const done = on ? 'Starred' : 'Removed the star of';
  return changeFound(run, name, done, (client, room) => client.saveUserState([starChange(room, on)]));
}

const words: Readonly<Record<Level, string>> = {
  all: 'All messages notify in',
  mentions: 'Only mentions notify in',
  none: 'Muted',
};

/** Sets which messages of a room notify on all of the user's devices. */
export function muteRoom(run: CommandContext<MuteFlags>, name: string): Done {
  const { level = 'none', for: forMs } = run.flags;
  const untilMs = forMs === undefined ? undefined : run.env.nowMs() + forMs;
  return changeFound(run, name, words[level], (client, room) =>
    client.saveUserState([notifyChange(room, level, untilMs)]),
  );
}

/** Removes the user's choice for a room: the settings decide again which messages notify. */
export function unmuteRoom(run: CommandContext, name: string): Done {
  return changeFound(run, name, 'Unmuted', (client, room) => client.saveUserState([notifyChange(room, undefined)]));
}
