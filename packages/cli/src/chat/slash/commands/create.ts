import { type RoomHistory, roomHistory } from '@securechat/protocol';
import { cleanLine } from '../../../text/clean.ts';
import { showJoined } from '../join-by-code.ts';
import { roomNameIn, type SlashCommand } from '../slash-command.ts';

/** The options that an argument begins with, in any order, and the rest; `history` is null if it is none. */
function optionsIn(argument: string): {
  readonly isPrivate: boolean;
  readonly history: RoomHistory | undefined | null;
  readonly rest: string;
} {
  const [, options = '', rest = ''] = /^((?:--private(?:\s+|$)|--history\s+\S+(?:\s+|$))*)(.*)$/s.exec(argument) ?? [];
  const typed = /--history\s+(\S+)/.exec(options)?.[1];
  const known = roomHistory.options.find((option) => option === typed);
  return { isPrivate: options.includes('--private'), history: typed === known ? known : null, rest };
}

export const create: SlashCommand = {
  name: 'create',
  usage: '/create [--private] [--history shared|joined] ROOM [TOPIC]',
  description:
    'create a room; a private one is only seen by its members, and needs no name; --history is what newcomers can read',
  argument: 'required',
  async run(context, argument) {
    const { isPrivate, history, rest: described } = optionsIn(argument);
    if (history === null) {
      return context.showStatus('What newcomers can read is --history shared or --history joined.', 'warning');
    }
    const [, name = '', topic = ''] = /^(\S+)\s*(.*)$/s.exec(described) ?? [];
    // Only a private room may have no name.
    const roomName = isPrivate && name === '' ? undefined : roomNameIn(context, name);
    if (!roomName && !(isPrivate && name === '')) return;
    const kind = isPrivate ? 'private' : 'public';
    showJoined(context, await context.client.createRoom({ kind, name: roomName, topic: cleanLine(topic), history }));
  },
};
