import type { Entry, List, PresenceEntry, SystemEntry } from '@securechat/client';
import { cleanLine, dayOf } from '@securechat/client/present';

/** People who did the same, each once, in order, up to `maxPeople`. */
type People = readonly string[];
/** The joins and leaves of consecutive entries: connections (`came`, `went`) and memberships (`joined`, `left`). */
type Fold = {
  readonly came: People;
  readonly went: People;
  readonly joined: People;
  readonly left: People;
};
type FoldRun = { readonly first: Entry; readonly length: number; readonly fold: Fold };

const none: Fold = { came: [], went: [], joined: [], left: [] };
/** A bound, because each entry of a run copies the list. */
const maxPeople = 99;
/** Up to this many people are named; of more, only the first two. */
const maxNamed = 4;
const namedOfMany = 2;

function withPerson(people: People, person: string): People {
  return people.includes(person) || people.length > maxPeople ? people : [...people, person];
}

function withItem(fold: Fold, item: Foldable): Fold {
  if (item.kind === 'presence') {
    if (item.online) return { ...fold, came: withPerson(fold.came, item.user) };
    return { ...fold, went: withPerson(fold.went, item.user) };
  }
  const { author, change } = item;
  if (change === 'member-joined') return { ...fold, joined: withPerson(fold.joined, author) };
  return { ...fold, left: withPerson(fold.left, author) };
}

type Foldable = PresenceEntry | SystemEntry;
const foldable = (item: Entry | undefined): item is Foldable =>
  item?.kind === 'presence' ||
  (item?.kind === 'system' && (item.change === 'member-joined' || item.change === 'member-left'));

/** True if the entry at `i` continues the run of the one before: both are joins or leaves of the same day. */
function joins(timeline: List<Entry>, i: number): boolean {
  const [before, item] = i > 0 ? [timeline.at(i - 1), timeline.at(i)] : [];
  return foldable(before) && foldable(item) && dayOf(before.at) === dayOf(item.at);
}

/** By the last entry of each run, so that a run that grows is extended instead of counted again. */
const runs = new WeakMap<Entry, FoldRun>();

/** The run that ends with the entry at `last`. */
function runAt(timeline: List<Entry>, last: number): FoldRun | undefined {
  const added: Foldable[] = [];
  let run: FoldRun | undefined;
  for (let i = last; i >= 0; i--) {
    const item = timeline.at(i);
    if (!foldable(item)) break;
    const known = runs.get(item);
    const from = known ? i - known.length + 1 : -1;
    // The counted run is still valid unless older entries were loaded before it, or its oldest were dropped.
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

/** The words for a run, and the index of its first entry. */
export type Folded = { readonly words: string; readonly from: number };

/** How an entry is shown where joins and leaves are folded: as it is, hidden, or (the last of a run) with the words for all of it. */
export function foldedAt(timeline: List<Entry>, i: number, room: string): 'as it is' | 'hidden' | Folded {
  // A run of two lines is not worth folding.
  const [before, beforeThat] = [joins(timeline, i), joins(timeline, i) && joins(timeline, i - 1)];
  const [after, afterThat] = [joins(timeline, i + 1), joins(timeline, i + 1) && joins(timeline, i + 2)];
  if (after) return before || afterThat ? 'hidden' : 'as it is';
  if (!beforeThat) return 'as it is';
  const run = runAt(timeline, i);
  return run ? { words: wordsOf(run.fold, room), from: i - run.length + 1 } : 'as it is';
}

/** Lists people by name: `cyd, dana and erik`, or `cyd, dana and 7 more`. */
function named(people: People): string {
  const names = people.map(cleanLine);
  const shown = names.slice(0, names.length > maxNamed ? namedOfMany : maxNamed);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more}${names.length > maxPeople ? '+' : ''} more`;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}

function wordsOf({ came, went, joined, left }: Fold, room: string): string {
  const said = (people: People, words: string) => (people.length > 0 ? [`${named(people)} ${words}`] : []);
  return [
    ...said(came, 'joined the chat'),
    ...said(went, 'left the chat'),
    ...said(joined, `joined ${room}`),
    ...said(left, `left ${room}`),
  ].join(', ');
}
