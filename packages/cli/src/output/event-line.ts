import { entryOf } from '@securechat/client';
import {
  dayOf,
  eventJson,
  labelInSentence,
  messageLine,
  type NamedRoom,
  present,
  roomHandle,
  roomLabel,
  sayDay,
} from '@securechat/client/present';
import type { RoomEvent, RoomId } from '@securechat/protocol';
import { terminalFace } from '../text/clean.ts';
import { clockTime } from '../text/date-format.ts';
import { foldLines } from '../text/fold-lines.ts';
import { type At, serverOption } from './command-error.ts';
import type { Output } from './output.ts';

/** How events are printed as text. */
export type TextFormat = {
  /** The room of an event, with what it is called by. */
  readonly roomOf: (room: RoomId) => NamedRoom;
  /** Print the room of each event, for output with several rooms. */
  readonly withRoom?: boolean;
  /** Print long messages in full. Otherwise they are folded on a terminal; pipes and files always get the full text. */
  readonly full?: boolean;
  /** The server of the events, for the command that prints a folded message. */
  readonly at?: At;
};

/** Lines of a message that a terminal shows before the rest is folded. */
const maxLines = 20;
const indent = '\n       ';

type Paint = Pick<Output, 'bold' | 'dim' | 'terminal'>;

/** The lines below the first, indented so that nobody can write a line that looks like another user's. */
function body({ room, seq }: RoomEvent, text: string, out: Paint, { roomOf, full, at }: TextFormat): string {
  const folded = out.terminal && !full ? foldLines(text, maxLines) : { text, hidden: 0 };
  const shown = folded.text.replaceAll('\n', indent);
  if (folded.hidden === 0) return shown;
  const command = `securechat history --room ${roomHandle(roomOf(room))} --since ${seq - 1} --limit 1 --full${at ? serverOption(at) : ''}`;
  return `${shown}${indent}${out.dim(`… ${folded.hidden} more lines: ${command}`)}`;
}

/** An event as text: `12:34 ada  text`. */
export function eventText(event: RoomEvent, out: Paint, format: TextFormat): string {
  const its = format.roomOf(event.room);
  const time = out.dim(clockTime(event.at, '24h'));
  const shown = present(entryOf(event), { ...terminalFace, room: labelInSentence(its) });
  // System events contain the room in their sentence.
  if (shown.kind === 'system') return `${time} ${shown.text}`;
  const room = format.withRoom ? `${roomLabel(its)} ` : '';
  const message = { ...shown, author: out.bold(shown.author), text: body(event, shown.text, out, format) };
  return `${time} ${room}${messageLine(message, '  ')}`;
}

/**
 * Prints events one by one as text or JSON. In text, a line with the date precedes each change of the day, and the first event that is not
 * of today. `left` is called once an event has left this process.
 */
export function eventPrinter(
  out: Output,
  json: boolean | undefined,
  nowMs: number,
  format: TextFormat,
): (event: RoomEvent, left?: () => void) => void {
  let day = dayOf(nowMs);
  return (event, left) => {
    if (json) return out.json(eventJson(event, roomHandle(format.roomOf(event.room))), left);
    if (dayOf(event.at) !== day) out.line(out.dim(`--- ${sayDay(event.at, 0)[0]} ---`));
    day = dayOf(event.at);
    out.line(eventText(event, out, format), left);
  };
}
