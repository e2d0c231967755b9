import type { List, PendingMessage, TimelineItem } from '@securechat/client';
import type { UserId } from '@securechat/protocol';
import { dayOf, itemRows, pendingRows } from './item-rows.ts';
import { lineIndex, lineKey } from './line-keys.ts';
import { withLinks } from './links.ts';
import { recent } from './recent.ts';
import { fitRow, type Row, span } from './rows.ts';
import type { Lines } from './window.ts';

type Kept = { readonly width: number; readonly me: UserId | undefined; readonly rows: readonly Row[] };
/** More than the tallest terminal shows at once. */
const mostLaidOut = 1000;
/** Stored events never change and keep their identity, so what was laid out once stays right until the width changes. */
const laidOut = recent<object, Kept>(mostLaidOut);

function keep(of: object, width: number, me: UserId | undefined, make: () => readonly Row[]): readonly Row[] {
  const kept = laidOut.get(of);
  if (kept && kept.width === width && kept.me === me) return kept.rows;
  const rows = make();
  laidOut.set(of, { width, me, rows });
  return rows;
}

const momentOf = (item: TimelineItem) => (item.kind === 'event' ? item.event.at : item.at);
const identityOf = (item: TimelineItem) => (item.kind === 'event' ? item.event : item);

/** What a person has written in it; nothing where it is no text. */
function textOf(item: TimelineItem): string {
  const said = item.kind === 'event' && item.event.type === 'message' ? item.event.body : undefined;
  return said?.kind === 'text' ? said.text : '';
}

type Source = {
  readonly timeline: List<TimelineItem>;
  readonly pending: readonly PendingMessage[];
  readonly me: UserId | undefined;
};

/** A room's timeline and what waits below it, laid out only where it is looked at. */
export function timelineLines({ timeline, pending, me }: Source, width: number): Lines {
  const separated = (i: number, item: TimelineItem): readonly Row[] => {
    const rows = keep(identityOf(item), width, me, () => withLinks(itemRows(item, me, width), textOf(item)));
    const before = i > 0 ? timeline.at(i - 1) : undefined;
    const day = dayOf(momentOf(item));
    if (!before || dayOf(momentOf(before)) === day) return rows;
    return [fitRow([span(`── ${day} ──`, 'muted')], width), ...rows];
  };
  return {
    count: timeline.length + pending.length,
    rows: (i) => {
      const item = timeline.at(i);
      if (item) return separated(i, item);
      const waiting = pending[i - timeline.length];
      return waiting ? keep(waiting, width, me, () => pendingRows(waiting, me, width)) : [];
    },
    key: (i) => lineKey({ timeline, pending }, i),
    find: (key) => lineIndex({ timeline, pending }, key),
  };
}
