import type { Seq } from '@securechat/protocol/ids';

/**
 * A membership: from the seq of `member-joined` to that of `member-left` or `member-removed`; `to` is undefined while it lasts. Its member can
 * read from `visibleFrom` on, which is before `from` in a room that shares its history.
 */
export type MembershipRange = { readonly from: Seq; readonly visibleFrom: Seq; readonly to: Seq | undefined };

/** Consecutive events, including both ends; `to` is undefined for all later ones. */
export type SeqSpan = { readonly from: Seq; readonly to: Seq | undefined };

/** A range to send: the events above `after`, at most up to `upTo`. `resetsCursor`: the reader's cursor does not lead to `after`. */
export type SeqRange = { readonly after: Seq; readonly upTo: Seq | undefined; readonly resetsCursor: boolean };

/** All that a reader with these memberships can read (G5): disjoint spans, oldest first. */
export function visibleRanges(memberships: readonly MembershipRange[]): SeqSpan[] {
  const spans: SeqSpan[] = [];
  for (const { visibleFrom, to } of memberships) {
    let from = visibleFrom;
    // A shared history may reach back over earlier memberships.
    for (let last = spans.at(-1); last?.to !== undefined && last.to >= from - 1; last = spans.at(-1)) {
      from = Math.min(from, last.from);
      spans.pop();
    }
    spans.push({ from, to });
  }
  return spans;
}

/** The first event of each membership that is sent to its member as it comes: what is visible, but not the end of an earlier membership. */
function withStarts(memberships: readonly MembershipRange[]) {
  return memberships.map(({ visibleFrom, ...range }, i) => {
    return { ...range, start: Math.max(visibleFrom, (memberships[i - 1]?.to ?? 0) + 1) };
  });
}

/** What a reader at `cursor` has missed, limited to its memberships (G5), oldest first. Each membership begins with its `member-joined`. */
export function missedRanges(memberships: readonly MembershipRange[], cursor: Seq): SeqRange[] {
  const ranges: SeqRange[] = [];
  let at = cursor;
  for (const { from, start, to } of withStarts(memberships)) {
    if (to !== undefined && to <= at) continue;
    // Also if nothing lies between: a reader drops its cursor at the end of a membership.
    const resetsCursor = start > at;
    const after = resetsCursor ? from - 1 : at;
    ranges.push({ after, upTo: to, resetsCursor });
    at = to ?? after;
  }
  return ranges;
}

/** The seq after which a reader without a cursor starts: it gets the newest `recent` events that it can read in its last membership. */
export function firstRange(memberships: readonly MembershipRange[], head: Seq, recent: number): Seq {
  const { start, to = head } = withStarts(memberships).at(-1) ?? { start: head + 1 };
  return Math.max(start - 1, Math.min(to, head) - recent, 0);
}
