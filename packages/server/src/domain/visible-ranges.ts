import type { Seq } from '@securechat/protocol/ids';

/** A time of being a member: from the seq of `joined` to that of `left` or `removed`; open while it lasts. */
type Span = { readonly from: Seq; readonly to: Seq | undefined };

/** A stretch to send: the events above `after`, at most `upTo`. `jumps`: the reader's cursor does not lead to `after`. */
export type SeqRange = { readonly after: Seq; readonly upTo: Seq | undefined; readonly resetsCursor: boolean };

/** What a reader at `cursor` has missed, cut to its times of membership (G5), oldest first. */
export function missedRanges(spans: readonly Span[], cursor: Seq): SeqRange[] {
  const ranges: SeqRange[] = [];
  let at = cursor;
  for (const { from, to } of spans) {
    if (to !== undefined && to <= at) continue;
    // Also where nothing lies between: at an end of membership a reader forgets its cursor.
    const jumps = from > at;
    const after = jumps ? from - 1 : at;
    ranges.push({ after, upTo: to, resetsCursor: jumps });
    at = to ?? after;
  }
  return ranges;
}

/** After which seq a reader without a cursor begins: it gets the newest `recent` events of the last membership. */
export function firstRange(spans: readonly Span[], head: Seq, recent: number): Seq {
  const { from, to = head } = spans.at(-1) ?? { from: head + 1 };
  return Math.max(from - 1, Math.min(to, head) - recent, 0);
}
