import type { Entry, List, PresenceEntry, SystemEntry } from '@securechat/client';
import { cleanLine, dayOf, roomLabel } from '@securechat/client/present';

/** People who did the same, each once, in order: as many as are remembered. */
type People = readonly string[];
/** What happened in a row: who came and went, and who became a member of the room or is one no longer. */
type Fold = {
  readonly came: People;
  readonly went: People;
  readonly joined: People;
  readonly left: People;
  readonly room: string;
};
type FoldRun = { readonly first: Entry; readonly length: number; readonly fold: Fold };

const none: Fold = { came: [], went: [], joined: [], left: [], room: '' };
/** Nobody counts further, and each line of a run copies the list. */
const maxPeople = 99;
/** So many are named; of more, the first two. */
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
  const { author, change, room } = item;
  if (change === 'joined') return { ...fold, room, joined: withPerson(fold.joined, author) };
  return { ...fold, room, left: withPerson(fold.left, author) };
}

type Foldable = PresenceEntry | SystemEntry;
const foldable = (item: Entry | undefined): item is Foldable =>
  item?.kind === 'presence' || (item?.kind === 'system' && (item.change === 'joined' || item.change === 'left'));

/** True where the line at `i` and the one before it are of one run: joins or leaves of the same day. */
function joins(timeline: List<Entry>, i: number): boolean {
  const [before, item] = i > 0 ? [timeline.at(i - 1), timeline.at(i)] : [];
  return foldable(before) && foldable(item) && dayOf(before.at) === dayOf(item.at);
}

/** By the last line of each run. A run that has grown is counted on from there, and not anew. */
const runs = new WeakMap<Entry, FoldRun>();

/** The run that ends with the line at `last`. */
function runAt(timeline: List<Entry>, last: number): FoldRun | undefined {
  const added: Foldable[] = [];
  let run: FoldRun | undefined;
  for (let i = last; i >= 0; i--) {
    const item = timeline.at(i);
    if (!foldable(item)) break;
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
export function foldedAt(timeline: List<Entry>, i: number): 'as it is' | 'hidden' | Folded {
  // Two lines are as soon read as one.
  const [before, beforeThat] = [joins(timeline, i), joins(timeline, i) && joins(timeline, i - 1)];
  const [after, afterThat] = [joins(timeline, i + 1), joins(timeline, i + 1) && joins(timeline, i + 2)];
  if (after) return before || afterThat ? 'hidden' : 'as it is';
  if (!beforeThat) return 'as it is';
  const run = runAt(timeline, i);
  return run ? { words: wordsOf(run.fold), from: i - run.length + 1 } : 'as it is';
}

/** People by name: `cyd, dana and erik`, or `cyd, dana and 7 more`. */
function named(people: People): string {
  const names = people.map(cleanLine);
  const shown = names.slice(0, names.length > maxNamed ? namedOfMany : maxNamed);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more}${names.length > maxPeople ? '+' : ''} more`;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}

function wordsOf({ came, went, joined, left, room }: Fold): string {
  const said = (people: People, words: string) => (people.length > 0 ? [`${named(people)} ${words}`] : []);
  return [
    ...said(came, 'joined the chat'),
    ...said(went, 'left the chat'),
    ...said(joined, `joined ${roomLabel(room)}`),
    ...said(left, `left ${roomLabel(room)}`),
  ].join(', ');
}
