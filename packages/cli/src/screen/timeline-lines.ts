import type { Entry, List, PendingMessage } from '@securechat/client';
import { dayOf, sayDay } from '@securechat/client/present';
import type { Seq, UserId } from '@securechat/protocol';
import QuickLRU from 'quick-lru';
import { lineIndex, lineKey, messageAt } from '../chat/line-keys.ts';
import { type Lines, maxFoldedRows } from '../chat/window.ts';
import { cleanLine } from '../text/clean.ts';
import type { TimeFormat } from '../text/date-format.ts';
import { foldedAt } from '../text/fold.ts';
import type { NumberOf } from '../text/links.ts';
import { fitRow, type Row, span, type Tone } from '../text/rows.ts';
import { widthOf } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';
import { entryRows, type GoesOn, goesOnFrom, namedRow, pendingRows, systemRows, type Viewer } from './item-rows.ts';
import { type Marks, marginColumns, withMargin, withMarks } from './selection-gutter.ts';

type CachedRows = Viewer & { readonly goesOn: GoesOn; readonly rows: readonly Row[] };
/** More than the tallest terminal shows, but few enough that scrolling through 100,000 entries does not keep all layouts in memory. */
const maxLaidOut = 1000;
/** Entries never change and keep their identity, so what was laid out once stays right until the reader's view changes. */
const layoutCache = new QuickLRU<object, CachedRows>({ maxSize: maxLaidOut });

const viewerKeys = [
  'width',
  'me',
  'room',
  'timeFormat',
  'numberOf',
  'highlight',
] as const satisfies readonly (keyof Viewer)[];

function keep(of: object, reader: Viewer, goesOn: GoesOn, make: () => readonly Row[]): readonly Row[] {
  const kept = layoutCache.get(of);
  const isSame = (key: keyof Viewer) => kept?.[key] === reader[key];
  if (kept?.goesOn === goesOn && viewerKeys.every(isSame)) return kept.rows;
  const rows = make();
  layoutCache.set(of, { ...reader, goesOn, rows });
  return rows;
}

/** The messages that arrived while the reader was away: above this seq, and written before the reader came back. */
type Away = { readonly readUpTo: Seq; readonly backMs: number };

/** A room's entries and how to show them. */
export type TimelineSource = {
  /** The label of the room. */
  readonly room: string;
  readonly timeline: List<Entry>;
  readonly pending: readonly PendingMessage[];
  readonly me: UserId | undefined;
  readonly nowMs: number;
  readonly timeFormat?: TimeFormat;
  /** Combine consecutive joins and leaves into one line. */
  readonly fold?: boolean;
  readonly away?: Away | undefined;
  /** The reader's own words. */
  readonly highlight?: readonly string[];
  /** Numbers links; undefined if they are not numbered. */
  readonly numberOf?: NumberOf | undefined;
  /** A sentence above the first line. */
  readonly beginning?: string | undefined;
  /** Undefined: long messages are shown in full. */
  readonly long?: LongMessages | undefined;
  /** Whose messages are folded to a line until they are expanded. */
  readonly blocked?: ReadonlyMap<string, unknown> | undefined;
  /** The marks of a selection, for which there is a gutter. */
  readonly marks?: Marks | undefined;
};

/** A horizontal line with the longest of these texts that fits. */
function rule(ways: readonly string[], tone: Tone, width: number): Row {
  const words = ways.find((way) => widthOf(way) + 6 <= width) ?? ways.at(-1) ?? '';
  const line = `── ${words} `;
  return fitRow([span(`${line}${'─'.repeat(Math.max(0, width - widthOf(line)))}`, tone)], width);
}

/** Whether the entry at `i` is the first message of others that arrived while the reader was away. */
function beginsNews({ timeline, me, away }: TimelineSource, i: number): boolean {
  if (!away) return false;
  const isNews = (entry: Entry | undefined) => entry?.kind === 'message' && entry.author !== me;
  const entry = timeline.at(i);
  if (!isNews(entry) || entry?.seq === undefined) return false;
  if (entry.seq <= away.readUpTo || entry.at > away.backMs) return false;
  for (let j = i - 1; j >= 0; j--) {
    const before = timeline.at(j);
    if (before?.seq !== undefined && before.seq <= away.readUpTo) return true;
    if (isNews(before)) return false;
  }
  // If nothing above was read, the reader is here for the first time, and everything is new.
  return false;
}

/** The sentence above a timeline, or in place of an empty one. */
export function beginningRows(sentence: string | undefined, width: number): Row[] {
  return sentence === undefined ? [] : wrap(sentence, width).map((line) => [span(line, 'muted')]);
}

/** The separators above the entry at `i`: a new day, and the start of unread messages. */
function rulesAbove(source: TimelineSource, i: number, item: Entry, width: number): Row[] {
  const { timeline, nowMs } = source;
  const before = i > 0 ? timeline.at(i - 1) : undefined;
  const day = dayOf(item.at);
  // At the very top, today needs no line.
  const isNewDay = before ? dayOf(before.at) !== day : day !== dayOf(nowMs);
  return [
    ...(i === 0 ? beginningRows(source.beginning, width) : []),
    ...(isNewDay ? [rule(sayDay(item.at, nowMs), 'muted', width)] : []),
    ...(beginsNews(source, i) ? [rule(['new since you left', 'new'], 'fresh', width)] : []),
  ];
}

/** The ids of expanded long messages, and the hint on how to expand the others. */
type LongMessages = { readonly opened: ReadonlySet<string>; readonly hint: string };

const isLong = (rows: readonly Row[]) => rows.length > maxFoldedRows + 1;

function foldedRows(rows: readonly Row[], id: string, { opened, hint }: LongMessages, width: number): readonly Row[] {
  if (!isLong(rows) || opened.has(id)) return rows;
  const more = `… ${rows.length - maxFoldedRows} more lines${hint === '' ? '' : ` · ${hint}`}`;
  return [...rows.slice(0, maxFoldedRows), fitRow([span('      '), span(more, 'muted')], width)];
}

/** What is shown of a message of a blocked person. */
function blockedRows(item: Entry, hint: string, reader: Viewer): readonly Row[] {
  const author = item.kind === 'message' ? cleanLine(item.author) : '';
  return systemRows(item.at, `message from ${author}, who is blocked${hint === '' ? '' : ` · ${hint}`}`, reader);
}

/** A room's timeline with pending messages below it, laid out on demand. */
export function timelineLines(source: TimelineSource, columns: number): Lines {
  const { room, timeline, pending, me, timeFormat = '24h', fold = false, marks, numberOf, long } = source;
  const isBlocked = (item: Entry) => item.kind === 'message' && source.blocked?.has(item.author) === true;
  const isHidden = (item: Entry) => item.kind === 'message' && isBlocked(item) && !long?.opened.has(item.id);
  const width = marks ? columns - marginColumns : columns;
  const beside = (rows: readonly Row[]) => (marks ? withMargin(rows) : rows);
  const reader: Viewer = { me, room, timeFormat, width, numberOf, highlight: source.highlight };
  const goesOn = (i: number, line: Entry | PendingMessage): GoesOn => {
    const before = i === 0 ? undefined : (timeline.at(i - 1) ?? pending[i - 1 - timeline.length]);
    // The line of a folded message does not name its author as a message does.
    return before && !('kind' in before && isHidden(before)) ? goesOnFrom(before, line, reader) : 'none';
  };
  const laidOutAt = (i: number, item: Entry) => {
    const rules = rulesAbove(source, i, item, width);
    const going = rules.length > 0 ? 'none' : goesOn(i, item);
    return { rules, whole: keep(item, reader, going, () => entryRows(item, reader, going)) };
  };
  const hiddenAt = (i: number, item: Entry) => ({
    rules: rulesAbove(source, i, item, width),
    whole: blockedRows(item, long?.hint ?? '', reader),
  });
  const shorter = (rows: readonly Row[], id: string) => (long ? foldedRows(rows, id, long, width) : rows);
  const stored = (i: number, item: Entry, top?: number): readonly Row[] => {
    const folded = fold ? foldedAt(timeline, i, room) : 'as it is';
    if (folded === 'hidden') return [];
    if (folded !== 'as it is') {
      const first = timeline.at(folded.from) ?? item;
      const words = systemRows(item.at, folded.words, reader);
      return beside([...rulesAbove(source, folded.from, first, width), ...words]);
    }
    const { rules, whole } = isHidden(item) ? hiddenAt(i, item) : laidOutAt(i, item);
    if (item.kind !== 'message') return beside([...rules, ...whole]);
    const kept = shorter(whole, item.id);
    const rows =
      top === undefined || isHidden(item)
        ? kept
        : kept.map((row, k) => (k + rules.length === top ? namedRow(row, item, reader) : row));
    const marked = marks ? withMarks(rows, item.seq, marks, columns) : rows;
    return rules.length > 0 ? [...beside(rules), ...marked] : marked;
  };
  return {
    count: timeline.length + pending.length,
    rows: (i) => {
      const item = timeline.at(i);
      if (item) return stored(i, item);
      const waiting = pending[i - timeline.length];
      if (!waiting) return [];
      const { changes } = waiting;
      // A deletion shows the message that is still there, perhaps of somebody else.
      const going = changes?.kind === 'delete' ? 'none' : goesOn(i, waiting);
      const target = changes && messageAt(timeline, changes.target);
      const rows = keep(waiting, reader, going, () => pendingRows(waiting, reader, going, target));
      return beside(waiting.refused === undefined ? shorter(rows, waiting.id) : rows);
    },
    top: (i, row) => {
      const item = timeline.at(i);
      return item && stored(i, item, row)[row];
    },
    isLong: (i) => {
      const item = timeline.at(i);
      return item?.kind === 'message' && (isBlocked(item) || isLong(laidOutAt(i, item).whole));
    },
    key: (i) => lineKey({ timeline, pending }, i),
    find: (key) => lineIndex({ timeline, pending }, key),
  };
}
