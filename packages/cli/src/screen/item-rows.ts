import { mentionsIn, type PendingMessage, type TimelineItem } from '@securechat/client';
import { type RoomEvent, readMessage, type UserId, unreachable } from '@securechat/protocol';
import { clean, cleanLine } from '../text/clean.ts';
import { clockTime, type TimeFormat, timeColumns } from '../text/date-format.ts';
import { hang, hangOn, withBeginning } from '../text/hanging-indent.ts';
import { linkParts, type NumberOf, numbered } from '../text/links.ts';
import { toneOf } from '../text/people.ts';
import { type Row, rowWidth, span, type Tone } from '../text/rows.ts';
import { merged, type Part, type Styled } from '../text/styled.ts';

/** For whom and how lines are laid out. */
export type Viewer = {
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

type MessageHeading = { time: string; author: string; tone: Tone; textTone: Tone };

/** What stands before the text of a message: the time and who wrote it. */
function beginningOf(
  { time, author, tone }: MessageHeading,
  isAction: boolean,
  { timeFormat }: Pick<Viewer, 'timeFormat'>,
): Row {
  const at = span(time.padEnd(timeColumns[timeFormat]), 'muted');
  return [at, span(isAction ? `* ${author} ` : `${author}  `, tone)];
}

function saidRows(
  said: MessageHeading,
  stored: string,
  reader: Viewer,
  goesOn: GoesOn,
  style: (text: string) => Styled = bare,
) {
  const { isAction, text } = readMessage(stored);
  const beginning = beginningOf(said, isAction, reader);
  const styled = style(text);
  if (isAction || goesOn === 'none') return hang(beginning, styled, said.textTone, reader.width);
  const mark = goesOn === 'later' ? beginning.slice(0, 1) : [];
  return hangOn(mark, rowWidth(beginning), styled, said.textTone, reader.width);
}

const bare = (text: string): Styled => ({ text, parts: [] });

/** A text of another as it is shown: links marked and numbered, and the reader's name where it is mentioned. */
const styledFor =
  ({ me, numberOf }: Viewer, own: boolean) =>
  (written: string): Styled => {
    const text = numbered(written, numberOf);
    const links = linkParts(text, numberOf);
    if (own || me === undefined) return { text, parts: links };
    const mentions = mentionsIn(text, me).map((range): Part => ({ ...range, as: { tone: 'mention' } }));
    return { text, parts: merged(links, mentions) };
  };

/** What a room's event says in words, for all but messages. */
export function describeEvent(event: Exclude<RoomEvent, { type: 'message' }>): string {
  const author = cleanLine(event.author);
  const room = `#${cleanLine(event.room)}`;
  switch (event.type) {
    case 'joined':
      return `${author} joined ${room}`;
    case 'left':
      return `${author} left ${room}`;
    case 'removed':
      return `${author} removed ${cleanLine(event.user)} from ${room}`;
    case 'made':
      return `${author} created ${room}`;
    case 'unknown':
      return 'a message this version cannot read';
    default:
      return unreachable(event);
  }
}

/** A line that nobody wrote. */
export function systemRows(atMs: number, text: string, { timeFormat, width }: Viewer): Row[] {
  return hang([span(clockTime(atMs, timeFormat).padEnd(timeColumns[timeFormat]), 'muted')], text, 'muted', width);
}

/** One line of a timeline as rows. */
export function itemRows(item: TimelineItem, reader: Viewer, goesOn: GoesOn = 'none'): Row[] {
  if (item.kind === 'presence') {
    return systemRows(item.at, `${cleanLine(item.user)} ${item.online ? 'joined' : 'left'} the chat`, reader);
  }
  const { event } = item;
  if (event.type !== 'message') return systemRows(event.at, describeEvent(event), reader);
  const said = saidBy(event, reader);
  if (event.body.kind !== 'text') {
    return saidRows({ ...said, textTone: 'muted' }, 'a message this version cannot read', reader, goesOn);
  }
  return saidRows(said, clean(event.body.text), reader, goesOn, styledFor(reader, event.author === reader.me));
}

function saidBy({ author, at }: Pick<RoomEvent, 'author' | 'at'>, { me, timeFormat }: Viewer): MessageHeading {
  const tone = author === me ? 'own' : toneOf(author);
  return { time: clockTime(at, timeFormat), author: cleanLine(author), tone, textTone: 'plain' };
}

/** A row of a message with time and author before it: for the first row that is seen of a message whose beginning is not. */
export function namedRow(row: Row, item: TimelineItem, reader: Viewer): Row {
  if (item.kind !== 'event' || item.event.type !== 'message') return row;
  const { body } = item.event;
  const isAction = body.kind === 'text' && readMessage(body.text).isAction;
  return withBeginning(row, beginningOf(saidBy(item.event, reader), isAction, reader));
}

/** A message without an answer yet, or one that was refused, as rows. */
export function pendingRows(pending: PendingMessage, reader: Viewer, goesOn: GoesOn = 'none'): Row[] {
  const refused = pending.refused !== undefined;
  const author = reader.me ? cleanLine(reader.me) : 'me';
  const said = { time: refused ? '!' : '…', author, tone: 'own', textTone: refused ? 'warning' : 'muted' } as const;
  // Its mark stands where the time will be, so that it goes on, but not silently.
  const rows = saidRows(said, clean(pending.text), reader, goesOn === 'none' ? 'none' : 'later');
  if (pending.refused === undefined) return rows;
  const why = `not sent: ${cleanLine(pending.refused)} /retry sends it again, /discard deletes it.`;
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
  { me, timeFormat }: Pick<Viewer, 'me' | 'timeFormat'>,
): GoesOn {
  const [first, second] = [messageOf(before, me), messageOf(line, me)];
  if (!first || !second || first.author !== second.author) return 'none';
  // What one does is said in a line of its own, which names who does it.
  if (readMessage(first.text).isAction || readMessage(second.text).isAction) return 'none';
  if (Math.abs(second.atMs - first.atMs) > groupMs) return 'none';
  return clockTime(first.atMs, timeFormat) === clockTime(second.atMs, timeFormat) ? 'same' : 'later';
}
