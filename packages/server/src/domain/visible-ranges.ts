import type { Seq } from '@securechat/protocol/ids';

/** A membership: from the seq of `joined` to that of `left` or `removed`; `to` is undefined while it lasts. */
type MembershipRange = { readonly from: Seq; readonly to: Seq | undefined };

/** A range to send: the events above `after`, at most up to `upTo`. `resetsCursor`: the reader's cursor does not lead to `after`. */
export type SeqRange = { readonly after: Seq; readonly upTo: Seq | undefined; readonly resetsCursor: boolean };

/** What a reader at `cursor` has missed, limited to its memberships (G5), oldest first. */
export function missedRanges(memberships: readonly MembershipRange[], cursor: Seq): SeqRange[] {
  const ranges: SeqRange[] = [];
  let at = cursor;
  for (const { from, to } of memberships) {
    if (to !== undefined && to <= at) continue;
    // Also if nothing lies between: a reader drops its cursor at the end of a membership.
    const resetsCursor = from > at;
    const after = resetsCursor ? from - 1 : at;
    ranges.push({ after, upTo: to, resetsCursor });
    at = to ?? after;
  }
  return ranges;
}

/** The seq after which a reader without a cursor starts: it gets the newest `recent` events of the last membership. */
export function firstRange(memberships: readonly MembershipRange[], head: Seq, recent: number): Seq {
  const { from, to = head } = memberships.at(-1) ?? { from: head + 1 };
  return Math.max(from - 1, Math.min(to, head) - recent, 0);
}
