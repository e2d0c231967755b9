import type { PendingMessage, TimelineItem } from '@securechat/client';
import { type RoomEvent, readMessage, type UserId, unreachable } from '@securechat/protocol';
import { clean, cleanLine } from './clean.ts';
import { hang, hangOn } from './hang.ts';
import { type NumberOf, numbered } from './links.ts';
import { clockTime, type TimeFormat, timeColumns } from './moments.ts';
import { withMentions } from './named.ts';
import { type Row, span, type Tone } from './rows.ts';
import { widthOf } from './width.ts';

/** For whom and how lines are laid out. */
export type Reader = {
  readonly me: UserId | undefined;
  readonly timeFormat: TimeFormat;
  readonly width: number;
  /** Where links are numbered, how. */
  readonly numberOf?: NumberOf | undefined;
};

/**
 * How a line goes on from the one above it: `none` is a beginning with time and author, `later` leaves out the author, `same` also
 * the time, which is that of the line above.
 */
export type GoesOn = 'none' | 'later' | 'same';

type Said = { time: string; author: string; tone: Tone; textTone: Tone };

function saidRows(
  { time, author, tone, textTone }: Said,
  stored: string,
  { timeFormat, width }: Reader,
  goesOn: GoesOn,
) {
  const columns = timeColumns[timeFormat];
  const { isAction, text } = readMessage(stored);
  const at = span(time.padEnd(columns), 'muted');
  if (isAction) return hang([at, span(`* ${author} `, tone)], text, textTone, width);
  if (goesOn === 'none') return hang([at, span(`${author}  `, tone)], text, textTone, width);
  return hangOn(goesOn === 'later' ? [at] : [], columns + widthOf(author) + 2, text, textTone, width);
}

/** What a room's event says in words, for all but messages. */
export function eventWords(event: Exclude<RoomEvent, { type: 'message' }>): string {
  const author = cleanLine(event.author);
  const room = `#${cleanLine(event.room)}`;
  switch (event.type) {
    case 'joined':
      return `${author} became a member of ${room}`;
    case 'left':
      return `${author} is no longer a member of ${room}`;
    case 'removed':
      return `${author} removed ${cleanLine(event.user)} from ${room}`;
    case 'made':
      return `${author} made ${room}`;
    case 'unknown':
      return 'a message this version cannot read';
    default:
      return unreachable(event);
  }
}

/** A line that nobody wrote. */
export function systemRows(atMs: number, text: string, { timeFormat, width }: Reader): Row[] {
  return hang([span(clockTime(atMs, timeFormat).padEnd(timeColumns[timeFormat]), 'muted')], text, 'muted', width);
}

/** One line of a timeline as rows. */
export function itemRows(item: TimelineItem, reader: Reader, goesOn: GoesOn = 'none'): Row[] {
  if (item.kind === 'presence') {
    return systemRows(item.at, `${cleanLine(item.user)} ${item.online ? 'joined' : 'left'} the chat`, reader);
  }
  const { event } = item;
  if (event.type !== 'message') return systemRows(event.at, eventWords(event), reader);
  const tone = event.author === reader.me ? 'own' : 'other';
  const time = clockTime(event.at, reader.timeFormat);
  const said = { time, author: cleanLine(event.author), tone, textTone: 'plain' } as const;
  if (event.body.kind !== 'text') {
    return saidRows({ ...said, textTone: 'muted' }, 'a message this version cannot read', reader, goesOn);
  }
  const rows = saidRows(said, numbered(clean(event.body.text), reader.numberOf), reader, goesOn);
  return tone === 'own' || reader.me === undefined ? rows : withMentions(rows, reader.me);
}

/** A message without an answer yet, or one that was refused, as rows. */
export function pendingRows(pending: PendingMessage, reader: Reader, goesOn: GoesOn = 'none'): Row[] {
  const refused = pending.refused !== undefined;
  const author = reader.me ? cleanLine(reader.me) : 'me';
  const said = { time: refused ? '!' : '…', author, tone: 'own', textTone: refused ? 'warning' : 'muted' } as const;
  // Its mark stands where the time will be, so that it goes on, but not silently.
  const rows = saidRows(said, clean(pending.text), reader, goesOn === 'none' ? 'none' : 'later');
  if (pending.refused === undefined) return rows;
  const why = `not sent: ${cleanLine(pending.refused)} /retry sends it again, /discard forgets it.`;
  return [...rows, ...hang([span(' '.repeat(timeColumns[reader.timeFormat]))], why, 'warning', reader.width)];
}

/** Longer than this, and the name is said again. */
const groupMs = 5 * 60_000;

type Message = { readonly author: UserId | undefined; readonly atMs: number; readonly text: string };

/** A line as something a person said; `undefined` for lines that nobody wrote. */
function messageOf(line: TimelineItem | PendingMessage, me: UserId | undefined): Message | undefined {
  if ('text' in line) return { author: me, atMs: line.atMs, text: line.text };
  if (line.kind !== 'event' || line.event.type !== 'message') return undefined;
  const { author, at, body } = line.event;
  return { author, atMs: at, text: body.kind === 'text' ? body.text : '' };
}

/** How a line goes on from the one before it. */
export function goesOnFrom(
  before: TimelineItem | PendingMessage,
  line: TimelineItem | PendingMessage,
  { me, timeFormat }: Pick<Reader, 'me' | 'timeFormat'>,
): GoesOn {
  const [first, second] = [messageOf(before, me), messageOf(line, me)];
  if (!first || !second || first.author !== second.author) return 'none';
  // What one does is said in a line of its own, which names who does it.
  if (readMessage(first.text).isAction || readMessage(second.text).isAction) return 'none';
  if (Math.abs(second.atMs - first.atMs) > groupMs) return 'none';
  return clockTime(first.atMs, timeFormat) === clockTime(second.atMs, timeFormat) ? 'same' : 'later';
}
