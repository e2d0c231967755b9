import { type RoomEvent, readMessage } from '@securechat/protocol';
import { describeEvent } from '../screen/item-rows.ts';
import { clean } from '../text/clean.ts';
import { dayOf, sayDay } from '../text/date-format.ts';
import { foldLines } from '../text/fold-lines.ts';
import { type At, serverOption } from './command-error.ts';
import type { Output } from './output.ts';

/** An event as scripts read it. The fields keep their names and meaning; new ones may be added. */
export function eventJson(event: RoomEvent): Record<string, unknown> {
  const { room, seq, id, type, author } = event;
  const base = { room, seq, id, type, author, at: new Date(event.at).toISOString() };
  if (event.type === 'message') {
    return event.body.kind === 'text' ? { ...base, text: event.body.text } : { ...base, kind: event.body.of };
  }
  if (event.type === 'removed') return { ...base, user: event.user };
  if (event.type === 'made') return { ...base, topic: event.topic };
  return event.type === 'unknown' ? { ...base, of: event.of } : base;
}

/** `12:34`, in the reader's own time. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

/** How text is printed for people. */
export type TextFormat = {
  /** Name the room of each event: events of several are mixed. */
  readonly withRoom?: boolean;
  /** Print long messages whole. On a terminal they are folded otherwise; what goes into a pipe or file is always whole. */
  readonly full?: boolean;
  /** Where the events are from, for the command that prints a folded message. */
  readonly at?: At;
};

/** Lines of a message that a terminal shows before the rest is folded. */
const maxLines = 20;
const indent = '\n       ';

/** A message's text below its first line, set in so that nobody can write a line that looks like another's. */
function body(event: RoomEvent, text: string, out: Pick<Output, 'dim' | 'terminal'>, { full, at }: TextFormat): string {
  const folded = out.terminal && !full ? foldLines(text, maxLines) : { text, hidden: 0 };
  const shown = clean(folded.text).replaceAll('\n', indent);
  if (folded.hidden === 0) return shown;
  const command = `securechat history --room ${event.room} --since ${event.seq - 1} --limit 1 --full${at ? serverOption(at) : ''}`;
  return `${shown}${indent}${out.dim(`… ${folded.hidden} more lines: ${command}`)}`;
}

type Paint = Pick<Output, 'bold' | 'dim' | 'terminal'>;

function what(event: RoomEvent, out: Paint, format: TextFormat): string {
  const author = clean(event.author);
  if (event.type === 'unknown') return `${author}: (something this version cannot read; update securechat)`;
  if (event.type !== 'message') return describeEvent(event);
  if (event.body.kind !== 'text') return `${out.bold(author)}  (a message this version cannot read; update securechat)`;
  const { isAction, text } = readMessage(event.body.text);
  const shown = body(event, text, out, format);
  return isAction ? `* ${out.bold(author)} ${shown}` : `${out.bold(author)}  ${shown}`;
}

/** An event as people read it: `12:34 ada  text`. */
export function eventText(event: RoomEvent, out: Paint, format: TextFormat = {}): string {
  // Events that are no messages name their room themselves.
  const room = format.withRoom && event.type === 'message' ? `#${clean(event.room)} ` : '';
  return `${out.dim(clockTime(event.at))} ${room}${what(event, out, format)}`;
}

/**
 * Prints events one after the other in the form asked for; in text a line with the date precedes the first one of another day than the one
 * before it, or than today. `left` is called once an event has left this process.
 */
export function eventPrinter(
  out: Output,
  json: boolean | undefined,
  nowMs: number,
  format: TextFormat = {},
): (event: RoomEvent, left?: () => void) => void {
  let day = dayOf(nowMs);
  return (event, left) => {
    if (json) return out.json(eventJson(event), left);
    if (dayOf(event.at) !== day) out.line(out.dim(`--- ${sayDay(event.at, 0)[0]} ---`));
    day = dayOf(event.at);
    out.line(eventText(event, out, format), left);
  };
}
