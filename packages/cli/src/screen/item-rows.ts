import type { Entry, MessageEntry, PendingMessage } from '@securechat/client';
import {
  isAction,
  linksAndMentions,
  notDone,
  type PresentedMessage,
  present,
  presentMessage,
} from '@securechat/client/present';
import type { UserId } from '@securechat/protocol';
import { cleanLine, terminalFace } from '../text/clean.ts';
import { clockTime, type TimeFormat, timeColumns } from '../text/date-format.ts';
import { hang, hangOn, withBeginning } from '../text/hanging-indent.ts';
import { type NumberOf, styledOf } from '../text/links.ts';
import { toneOf } from '../text/people.ts';
import { refusedHelp } from '../text/refused-help.ts';
import { type Row, rowWidth, span, type Tone } from '../text/rows.ts';
import type { Styled } from '../text/styled.ts';

/** The reader, and how lines are laid out. */
export type Viewer = {
  readonly me: UserId | undefined;
  /** The label of the room. */
  readonly room: string;
  readonly timeFormat: TimeFormat;
  readonly width: number;
  /** The reader's own words, which are marked like mentions. */
  readonly highlight?: readonly string[] | undefined;
  /** Numbers links; undefined if they are not numbered. */
  readonly numberOf?: NumberOf | undefined;
};

/** How a message joins the one above: `none` starts with time and author, `later` omits the author, `same` also the time, which is equal. */
export type GoesOn = 'none' | 'later' | 'same';

type MessageHeading = { readonly time: string; readonly tone: Tone; readonly textTone: Tone };

/** The time and the author before the text of a message. */
function beginningOf(
  { time, tone }: MessageHeading,
  { kind, author }: Pick<PresentedMessage, 'kind' | 'author'>,
  { timeFormat }: Pick<Viewer, 'timeFormat'>,
): Row {
  const at = span(time.padEnd(timeColumns[timeFormat]), 'muted');
  return [at, span(kind === 'action' ? `* ${author} ` : `${author}  `, tone)];
}

function messageRows(
  heading: MessageHeading,
  message: PresentedMessage,
  reader: Viewer,
  goesOn: GoesOn,
  style: (text: string) => Styled = bare,
) {
  const beginning = beginningOf(heading, message, reader);
  const styled = style(message.text);
  const tone = message.kind === 'unreadable' || message.kind === 'deleted' ? 'muted' : heading.textTone;
  if (message.kind === 'action' || goesOn === 'none') return hang(beginning, styled, tone, reader.width);
  const mark = goesOn === 'later' ? beginning.slice(0, 1) : [];
  return hangOn(mark, rowWidth(beginning), styled, tone, reader.width);
}

const bare = (text: string): Styled => ({ text, parts: [] });

/** A styled text: links are marked and numbered, and so are mentions of the reader. */
const styledFor =
  ({ me, numberOf, highlight }: Viewer, { author, everybody }: Pick<MessageEntry, 'author' | 'everybody'>) =>
  (text: string): Styled =>
    styledOf(linksAndMentions(text, author === me ? undefined : me, everybody, highlight), numberOf);

/** A system line. */
export function systemRows(atMs: number, text: string, { timeFormat, width }: Viewer): Row[] {
  return hang([span(clockTime(atMs, timeFormat).padEnd(timeColumns[timeFormat]), 'muted')], text, 'muted', width);
}

/** A timeline entry as rows. */
export function entryRows(entry: Entry, reader: Viewer, goesOn: GoesOn = 'none'): Row[] {
  const shown = present(entry, { ...terminalFace, room: reader.room });
  if (entry.kind !== 'message' || shown.kind === 'system') return systemRows(entry.at, shown.text, reader);
  return messageRows(headingOf(entry, reader), shown, reader, goesOn, styledFor(reader, entry));
}

function headingOf({ author, at }: MessageEntry, { me, timeFormat }: Viewer): MessageHeading {
  return { time: clockTime(at, timeFormat), tone: author === me ? 'own' : toneOf(author), textTone: 'plain' };
}

/** A row of a message with time and author before it, for a message whose beginning is scrolled out of view. */
export function namedRow(row: Row, message: MessageEntry, reader: Viewer): Row {
  const kind = isAction(message.text) ? 'action' : 'message';
  return withBeginning(
    row,
    beginningOf(headingOf(message, reader), { kind, author: cleanLine(message.author) }, reader),
  );
}

/** An unconfirmed message, a refused one, or a refused change of `target`, as rows. */
export function pendingRows(
  pending: PendingMessage,
  reader: Viewer,
  goesOn: GoesOn = 'none',
  target: MessageEntry | undefined = undefined,
): Row[] {
  const { text, refused, changes } = pending;
  const failed = refused !== undefined;
  const heading = { time: failed ? '!' : '…', tone: 'own', textTone: failed ? 'warning' : 'muted' } as const;
  const written = {
    author: reader.me ?? 'me',
    text: changes?.kind === 'delete' ? `(message ${changes.target})` : text,
  };
  const message = presentMessage(changes?.kind === 'delete' && target ? target : written, terminalFace);
  // The mark is where the time will be, so that the message joins the group, but is visibly pending.
  const rows = messageRows(heading, message, reader, goesOn === 'none' ? 'none' : 'later');
  if (!failed) return rows;
  const why = `${notDone(pending)}: ${cleanLine(refused)} ${refusedHelp(pending)}`;
  const indent = span(' '.repeat(timeColumns[reader.timeFormat]));
  return [...rows, ...hang([indent], why, 'warning', reader.width)];
}

/** After this time the name is repeated. */
const groupMs = 5 * 60_000;

type Message = { readonly author: UserId | undefined; readonly atMs: number; readonly text: string | undefined };

/** A line as a message; `undefined` for system lines. */
function messageOf(line: Entry | PendingMessage, me: UserId | undefined): Message | undefined {
  if (!('kind' in line)) return { author: me, atMs: line.atMs, text: line.text };
  return line.kind === 'message' ? { author: line.author, atMs: line.at, text: line.text } : undefined;
}

/** How a line joins the one before it. */
export function goesOnFrom(
  before: Entry | PendingMessage,
  line: Entry | PendingMessage,
  { me, timeFormat }: Pick<Viewer, 'me' | 'timeFormat'>,
): GoesOn {
  const [first, second] = [messageOf(before, me), messageOf(line, me)];
  if (!first || !second || first.author !== second.author) return 'none';
  // An action has a line of its own, which contains its author.
  if (isAction(first.text) || isAction(second.text)) return 'none';
  if (Math.abs(second.atMs - first.atMs) > groupMs) return 'none';
  return clockTime(first.atMs, timeFormat) === clockTime(second.atMs, timeFormat) ? 'same' : 'later';
}
