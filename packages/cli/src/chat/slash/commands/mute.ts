import { type ChatState, type Level, levels, notifyChange } from '@securechat/client';
import { labelOf, momentOf, readDuration, roomLabel } from '@securechat/client/present';
import { err, ok, type Result, type RoomId } from '@securechat/protocol';
import { roomMeant } from '../room-meant.ts';
import type { SlashCommand } from '../slash-command.ts';

const usage = 'Usage: /mute [ROOM], /mute mentions, /mute all, with a time as in /mute ROOM 8h, or /mute list';

const meanings: Readonly<Record<Level, string>> = {
  all: 'notifies about all messages',
  mentions: 'notifies about mentions only',
  none: 'is muted',
};

type Wanted = { readonly room: string; readonly level: Level; readonly forMs: number | undefined };

const levelOf = (word: string | undefined) => levels.find((level) => level === word);

/** The room, the level and the time that an argument names; without a level, the room is muted. A room that is called like a level is named with `#`. */
function read(argument: string): Result<Wanted, string> {
  const words = argument.toLowerCase().split(/\s+/).filter(Boolean);
  const named = words.findIndex((word) => levelOf(word) !== undefined || readDuration(word).ok);
  const room = words.slice(0, named < 0 ? words.length : named).join(' ');
  const rest = named < 0 ? [] : words.slice(named);
  const level = levelOf(rest[0]);
  const [time, ...more] = level === undefined ? rest : rest.slice(1);
  if (more.length > 0) return err(usage);
  if (time === undefined) return ok({ room, level: level ?? 'none', forMs: undefined });
  const forMs = readDuration(time);
  return forMs.ok ? ok({ room, level: level ?? 'none', forMs: forMs.value }) : err(usage);
}

/** The rooms with a level of their own, as lines. */
function chosenLevels(chat: ChatState) {
  return [...chat.userState.notify].map(([room, { level, untilMs }]) => {
    const until = untilMs === undefined ? '' : ` until ${momentOf(untilMs)}`;
    // The keys of this kind are rooms.
    return { term: labelOf(chat, room as RoomId), text: `${meanings[level]}${until}` };
  });
}

export const mute: SlashCommand = {
  name: 'mute',
  usage: '/mute [ROOM] [all|mentions|none] [TIME]',
  description:
    'choose which messages of this room, or of ROOM, notify you on all devices (default: none); /mute list names the rooms',
  argument: 'optional',
  complete: ['level', 'level'],
  run(context, argument) {
    if (argument.toLowerCase() === 'list') {
      const lines = chosenLevels(context.view().chat);
      if (lines.length === 0) return context.showStatus('No room is muted. /mute mutes this one.');
      return context.dispatch({ kind: 'overlay-opened', title: 'Notifications of rooms (/unmute ROOM)', lines });
    }
    const wanted = read(argument);
    if (!wanted.ok) return context.showStatus(wanted.error, 'warning');
    const { level, forMs } = wanted.value;
    const room = roomMeant(context, wanted.value.room);
    if (!room) return;
    const untilMs = forMs === undefined ? undefined : context.clock.nowMs() + forMs;
    context.client.setUserState([notifyChange(room.id, level, untilMs)]);
    const until = untilMs === undefined ? '' : ` until ${momentOf(untilMs)}`;
    const ends = wanted.value.room === '' ? '/unmute' : `/unmute ${roomLabel(room)}`;
    context.showStatus(`${roomLabel(room)} ${meanings[level]}${until}. ${ends} ends it.`);
  },
};
