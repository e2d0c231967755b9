import type { List, PendingMessage, TimelineItem } from '@securechat/client';
import type { Seq, UserId } from '@securechat/protocol';
import { dayOf, itemRows, pendingRows } from './item-rows.ts';
import { fitRow, type Row, span } from './rows.ts';
import type { Lines } from './window.ts';

type Kept = { readonly width: number; readonly me: UserId | undefined; readonly rows: readonly Row[] };
/** Stored events never change and keep their identity, so what was laid out once stays right until the width changes. */
const laidOut = new WeakMap<object, Kept>();

function keep(of: object, width: number, me: UserId | undefined, make: () => Row[]): readonly Row[] {
  const kept = laidOut.get(of);
  if (kept && kept.width === width && kept.me === me) return kept.rows;
  const rows = make();
  laidOut.set(of, { width, me, rows });
  return rows;
}

const momentOf = (item: TimelineItem) => (item.kind === 'event' ? item.event.at : item.at);
const identityOf = (item: TimelineItem) => (item.kind === 'event' ? item.event : item);

type Source = {
  readonly timeline: List<TimelineItem>;
  readonly pending: readonly PendingMessage[];
  readonly me: UserId | undefined;
};

const seqAt = (timeline: List<TimelineItem>, i: number) => {
  const item = timeline.at(i);
  return item?.kind === 'event' ? item.event.seq : undefined;
};

/**
 * Where the event of this seq stands, or else the first one after it; the length where there is none. Looks at a few items however
 * long the timeline is: what is no event is passed over.
 */
export function eventIndex(timeline: List<TimelineItem>, seq: Seq): number {
  let [from, to] = [0, timeline.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    let probe = middle;
    while (probe < to && seqAt(timeline, probe) === undefined) probe++;
    if (probe < to && (seqAt(timeline, probe) ?? 0) < seq) from = probe + 1;
    else to = middle;
  }
  while (from < timeline.length && seqAt(timeline, from) === undefined) from++;
  return from;
}

function indexOf(length: number, named: (i: number) => boolean): number | undefined {
  for (let i = length - 1; i >= 0; i--) if (named(i)) return i;
  return undefined;
}

/** A room's timeline and what waits below it, laid out only where it is looked at. */
export function timelineLines({ timeline, pending, me }: Source, width: number): Lines {
  const separated = (i: number, item: TimelineItem): readonly Row[] => {
    const rows = keep(identityOf(item), width, me, () => itemRows(item, me, width));
    const before = i > 0 ? timeline.at(i - 1) : undefined;
    const day = dayOf(momentOf(item));
    if (!before || dayOf(momentOf(before)) === day) return rows;
    return [fitRow([span(`── ${day} ──`, 'muted')], width), ...rows];
  };
  const key = (i: number): string => {
    const item = timeline.at(i);
    if (item) return item.kind === 'event' ? `event ${item.event.seq}` : `presence ${item.key}`;
    return `pending ${pending[i - timeline.length]?.id ?? ''}`;
  };
  return {
    count: timeline.length + pending.length,
    rows: (i) => {
      const item = timeline.at(i);
      if (item) return separated(i, item);
      const waiting = pending[i - timeline.length];
      return waiting ? keep(waiting, width, me, () => pendingRows(waiting, me, width)) : [];
    },
    key,
    find: (wanted) => {
      const seq = /^event (\d+)$/.exec(wanted)?.[1];
      if (seq === undefined) return indexOf(timeline.length + pending.length, (i) => key(i) === wanted);
      const index = eventIndex(timeline, Number(seq));
      return index < timeline.length ? index : undefined;
    },
  };
}
