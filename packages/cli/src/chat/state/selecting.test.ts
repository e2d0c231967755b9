import { expect, test } from 'vitest';
import { aMessage, anEvent, aRoom, room } from '../../testing/values.ts';
import { isPicked, pickedOf, reduceSelecting, type SelectEvent, type Selecting, writtenFrom } from './selecting.ts';
import { initialUi, reduceUi } from './ui-state.ts';

const general = room('general');
const begun = { kind: 'select-started', room: general, at: 3, anchor: undefined, live: true } as const;
const moved = (at: number, extend = false): SelectEvent => ({
  kind: 'select-moved',
  at,
  anchor: undefined,
  extends: extend,
});
const after = (...events: SelectEvent[]) =>
  [begun, ...events].reduce<Selecting | undefined>(reduceSelecting, undefined) as Selecting;
const talk = aRoom('general', [
  aMessage(1, 'bob', 'one'),
  aMessage(2, 'bob', 'two'),
  anEvent(3, 'member-joined', 'cyd'),
  aMessage(4, 'bob', 'four'),
  aMessage(5, 'ada', 'five'),
]);
const seqsOf = (selecting: Selecting) => pickedOf(selecting, talk, 100).map(({ seq }) => seq);

test('messages are selected and deselected one by one; without any, the current one counts', () => {
  expect(seqsOf(after(moved(4)))).toEqual([4]);
  const two = after({ kind: 'select-picked', seqs: [5] }, moved(1), { kind: 'select-picked', seqs: [1] }, moved(2));
  expect(seqsOf(two)).toEqual([1, 5]);
  expect(seqsOf(after({ kind: 'select-picked', seqs: [5, 1] }, { kind: 'select-unpicked', seq: 5 }))).toEqual([1]);
});

test('a range extends both ways, contains only messages, and keeps earlier selections', () => {
  const range = after({ kind: 'select-picked', seqs: [5] }, moved(4), { kind: 'select-range-started' }, moved(2));
  expect(seqsOf(range)).toEqual([2, 4, 5]);
  expect(isPicked(range, 3)).toBe(true);
  expect(seqsOf(after(moved(2), moved(4, true), moved(5, true)))).toEqual([2, 4, 5]);
  const ended = after(moved(1), moved(2, true), { kind: 'select-picked', seqs: [1, 2] }, moved(5));
  expect(seqsOf(ended)).toEqual([1, 2]);
});

test('nothing is selected before selecting starts', () => {
  for (const event of [moved(3), { kind: 'select-range-started' }, { kind: 'select-left' }] as const) {
    expect(reduceSelecting(undefined, event)).toBeUndefined();
  }
});

test('entries that are not messages are skipped', () => {
  expect(writtenFrom(talk.timeline, 2, 1)?.seq).toBe(4);
  expect(writtenFrom(talk.timeline, 2, -1)?.seq).toBe(2);
  expect(writtenFrom(talk.timeline, -1, -1)).toBeUndefined();
});

test('the timeline does not scroll while messages are selected, and returns to its position afterwards', () => {
  const anchor = { key: 'event 5', below: 0 };
  const live = reduceUi(initialUi(general), { ...begun, anchor });
  expect(live).toMatchObject({ anchor, selecting: { at: 3 } });
  expect(reduceUi(live, { kind: 'select-left' })).toMatchObject({ anchor: undefined, selecting: undefined });
  const back = reduceUi(initialUi(general), { ...begun, anchor, live: false });
  expect(reduceUi(back, { kind: 'select-left' })).toMatchObject({ anchor, selecting: undefined });
  for (const event of [{ kind: 'closed' }, { kind: 'room-shown', room: room('cats') }] as const) {
    expect(reduceUi(live, event).selecting).toBeUndefined();
  }
});
