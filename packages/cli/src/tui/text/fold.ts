import type { List, TimelineItem } from '@securechat/client';
import { dayOf } from './moments.ts';

/** Joins and leaves in a row. */
type Fold = { readonly joined: number; readonly left: number; readonly came: number; readonly went: number };
type Run = { readonly first: TimelineItem; readonly length: number; readonly fold: Fold };

const none: Fold = { joined: 0, left: 0, came: 0, went: 0 };

const momentOf = (item: TimelineItem) => (item.kind === 'event' ? item.event.at : item.at);

function withItem(fold: Fold, item: TimelineItem): Fold {
  if (item.kind === 'presence')
    return item.online ? { ...fold, came: fold.came + 1 } : { ...fold, went: fold.went + 1 };
  return item.event.type === 'joined' ? { ...fold, joined: fold.joined + 1 } : { ...fold, left: fold.left + 1 };
}

const foldable = (item: TimelineItem | undefined): item is TimelineItem =>
  item !== undefined && (item.kind === 'presence' || item.event.type === 'joined' || item.event.type === 'left');

/** True where the line at `i` and the one before it are of one run: joins or leaves of the same day. */
function joins(timeline: List<TimelineItem>, i: number): boolean {
  const [before, item] = i > 0 ? [timeline.at(i - 1), timeline.at(i)] : [];
  return foldable(before) && foldable(item) && dayOf(momentOf(before)) === dayOf(momentOf(item));
}

/** By the last line of each run. A run that has grown is counted on from there, and not anew. */
const runs = new WeakMap<TimelineItem, Run>();

/** The run that ends with the line at `last`. */
function runAt(timeline: List<TimelineItem>, last: number): Run | undefined {
  const added: TimelineItem[] = [];
  let run: Run | undefined;
  for (let i = last; i >= 0; i--) {
    const item = timeline.at(i);
    if (!item) break;
    const known = runs.get(item);
    const from = known ? i - known.length + 1 : -1;
    // What was counted still holds unless older lines came before it, or its oldest are gone.
    if (known && timeline.at(from) === known.first && from >= 0 && !joins(timeline, from)) {
      run = known;
      break;
    }
    added.push(item);
    if (!joins(timeline, i)) break;
  }
  for (const item of added.reverse()) {
    run = { first: run?.first ?? item, length: (run?.length ?? 0) + 1, fold: withItem(run?.fold ?? none, item) };
    runs.set(item, run);
  }
  return run;
}

/** The words for a run, and where it begins. */
export type Folded = { readonly words: string; readonly from: number };

/** What becomes of a line where joins and leaves are folded: shown as it is, hidden, or, as the last of its run, the words for all of it. */
export function foldedAt(timeline: List<TimelineItem>, i: number): 'as it is' | 'hidden' | Folded {
  // Two lines are as soon read as one.
  const [before, beforeThat] = [joins(timeline, i), joins(timeline, i) && joins(timeline, i - 1)];
  const [after, afterThat] = [joins(timeline, i + 1), joins(timeline, i + 1) && joins(timeline, i + 2)];
  if (after) return before || afterThat ? 'hidden' : 'as it is';
  if (!beforeThat) return 'as it is';
  const run = runAt(timeline, i);
  return run ? { words: wordsOf(run.fold), from: i - run.length + 1 } : 'as it is';
}

function wordsOf({ joined, left, came, went }: Fold): string {
  const said = (count: number, words: string) => (count > 0 ? [`${count} ${words}`] : []);
  return [
    ...said(came, 'joined'),
    ...said(went, 'left'),
    ...said(joined, joined === 1 ? 'became a member' : 'became members'),
    ...said(left, left === 1 ? 'is no longer a member' : 'are no longer members'),
  ].join(', ');
}
