import type { Entry, MessageEntry, PendingMessage } from '@securechat/client';
import { isAction, linksAndMentions, type PresentedMessage, present, presentMessage } from '@securechat/client/present';
import type { UserId } from '@securechat/protocol';
import { cleanLine, terminalFace } from '../text/clean.ts';
import { clockTime, type TimeFormat, timeColumns } from '../text/date-format.ts';
import { hang, hangOn, withBeginning } from '../text/hanging-indent.ts';
import { type NumberOf, styledOf } from '../text/links.ts';
import { toneOf } from '../text/people.ts';
import { type Row, rowWidth, span, type Tone } from '../text/rows.ts';
import type { Styled } from '../text/styled.ts';

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

type MessageHeading = { readonly time: string; readonly tone: Tone; readonly textTone: Tone };

/** What stands before the text of a message: the time and who wrote it. */
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
  const tone = message.kind === 'unreadable' ? 'muted' : heading.textTone;
  if (message.kind === 'action' || goesOn === 'none') return hang(beginning, styled, tone, reader.width);
  const mark = goesOn === 'later' ? beginning.slice(0, 1) : [];
  return hangOn(mark, rowWidth(beginning), styled, tone, reader.width);
}

const bare = (text: string): Styled => ({ text, parts: [] });

/** A text as it is shown: links marked and numbered, and the reader's name where others mention it. */
const styledFor =
  ({ me, numberOf }: Viewer, own: boolean) =>
  (text: string): Styled =>
    styledOf(linksAndMentions(text, own ? undefined : me), numberOf);

/** A line that nobody wrote. */
export function systemRows(atMs: number, text: string, { timeFormat, width }: Viewer): Row[] {
  return hang([span(clockTime(atMs, timeFormat).padEnd(timeColumns[timeFormat]), 'muted')], text, 'muted', width);
}

/** An entry of a timeline as rows. */
export function entryRows(entry: Entry, reader: Viewer, goesOn: GoesOn = 'none'): Row[] {
  const shown = present(entry, terminalFace);
  if (entry.kind !== 'message' || shown.kind === 'system') return systemRows(entry.at, shown.text, reader);
  return messageRows(headingOf(entry, reader), shown, reader, goesOn, styledFor(reader, entry.author === reader.me));
}

function headingOf({ author, at }: MessageEntry, { me, timeFormat }: Viewer): MessageHeading {
  return { time: clockTime(at, timeFormat), tone: author === me ? 'own' : toneOf(author), textTone: 'plain' };
}

/** A row of a message with time and author before it: for the first row that is seen of a message whose beginning is not. */
export function namedRow(row: Row, message: MessageEntry, reader: Viewer): Row {
  const kind = isAction(message.text) ? 'action' : 'message';
  return withBeginning(
    row,
    beginningOf(headingOf(message, reader), { kind, author: cleanLine(message.author) }, reader),
  );
}

/** A message without an answer yet, or one that was refused, as rows. */
export function pendingRows({ text, refused }: PendingMessage, reader: Viewer, goesOn: GoesOn = 'none'): Row[] {
  const failed = refused !== undefined;
  const heading = { time: failed ? '!' : '…', tone: 'own', textTone: failed ? 'warning' : 'muted' } as const;
  const message = presentMessage({ author: reader.me ?? 'me', text }, terminalFace);
  // Its mark stands where the time will be, so that it goes on, but not silently.
  const rows = messageRows(heading, message, reader, goesOn === 'none' ? 'none' : 'later');
  if (!failed) return rows;
  const why = `not sent: ${cleanLine(refused)} /retry sends it again, /discard deletes it.`;
  return [...rows, ...hang([span(' '.repeat(timeColumns[reader.timeFormat]))], why, 'warning', reader.width)];
}

/** Longer than this, and the name is said again. */
const groupMs = 5 * 60_000;

type Message = { readonly author: UserId | undefined; readonly atMs: number; readonly text: string | undefined };

/** A line as something a person said; `undefined` for lines that nobody wrote. */
function messageOf(line: Entry | PendingMessage, me: UserId | undefined): Message | undefined {
  if (!('kind' in line)) return { author: me, atMs: line.atMs, text: line.text };
  return line.kind === 'message' ? { author: line.author, atMs: line.at, text: line.text } : undefined;
}

/** How a line goes on from the one before it. */
export function goesOnFrom(
  before: Entry | PendingMessage,
  line: Entry | PendingMessage,
  { me, timeFormat }: Pick<Viewer, 'me' | 'timeFormat'>,
): GoesOn {
  const [first, second] = [messageOf(before, me), messageOf(line, me)];
  if (!first || !second || first.author !== second.author) return 'none';
  // What one does is said in a line of its own, which names who does it.
  if (isAction(first.text) || isAction(second.text)) return 'none';
  if (Math.abs(second.atMs - first.atMs) > groupMs) return 'none';
  return clockTime(first.atMs, timeFormat) === clockTime(second.atMs, timeFormat) ? 'same' : 'later';
}
