import type { Entry, List, MessageEntry, PendingMessage } from '@securechat/client';
import type { Seq } from '@securechat/protocol';

/** The lines of a room: its timeline and, below it, its pending messages. */
type RoomLines = { readonly timeline: List<Entry>; readonly pending: readonly PendingMessage[] };

const seqAt = (timeline: List<Entry>, i: number) => timeline.at(i)?.seq;

/**
 * The index of the event with this seq, or of the first one after it; the length if there is none. A binary search that skips entries
 * which are not events.
 */
export function eventIndex(timeline: List<Entry>, seq: Seq): number {
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

/** The message with this seq, if it is loaded. */
export function messageAt(timeline: List<Entry>, seq: Seq): MessageEntry | undefined {
  const entry = timeline.at(eventIndex(timeline, seq));
  return entry?.kind === 'message' && entry.seq === seq ? entry : undefined;
}

/** The key of a line, which stays the same when older lines are loaded. */
export function lineKey({ timeline, pending }: RoomLines, i: number): string {
  const item = timeline.at(i);
  if (item) return item.kind === 'presence' ? `presence ${item.key}` : `event ${item.seq}`;
  return `pending ${pending[i - timeline.length]?.id ?? ''}`;
}

/** The index of the line with this key; of the next event if that one is gone; `undefined` if there is neither. */
export function lineIndex(lines: RoomLines, key: string): number | undefined {
  const { timeline, pending } = lines;
  const seq = /^event (\d+)$/.exec(key)?.[1];
  if (seq !== undefined) {
    const index = eventIndex(timeline, Number(seq));
    return index < timeline.length ? index : undefined;
  }
  for (let i = timeline.length + pending.length - 1; i >= 0; i--) if (lineKey(lines, i) === key) return i;
  return undefined;
}
