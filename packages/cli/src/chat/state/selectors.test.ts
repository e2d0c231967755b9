import { expect, test } from 'vitest';
import { aChat, aRoom, room } from '../../testing/values.ts';
import { shownRoom, wantedRoom } from './selectors.ts';
import { initialUi, reduceUi } from './ui-state.ts';

test('while the first catch-up adds rooms one by one, only the requested one is shown', () => {
  const [cats, general] = [aRoom('cats'), aRoom('general')];
  const lastSync = { events: 0, gaps: 0, restored: 0, atMs: 0 };
  const shown = (chosen: string | undefined, ...given: Parameters<typeof aChat>) =>
    shownRoom({ ui: initialUi(chosen === undefined ? undefined : room(chosen)), chat: aChat(...given) })?.id;
  expect(shown(undefined, [cats])).toBeUndefined();
  expect(shown(undefined, [general, cats])).toBe('general');
  expect(shown('dogs', [general, cats])).toBeUndefined();
  expect(shown('cats', [cats])).toBe('cats');
  expect(shown('dogs', [general, cats], { lastSync })).toBe('general');
  expect(shown(undefined, [cats], { lastSync })).toBe('cats');
  // Cached rooms are available at once.
  expect(shown(undefined, [cats], { link: { status: 'greeting' } })).toBe('cats');
});

test('a room that is wanted by name is chosen when it arrives, unless another one was chosen first', () => {
  const [general, ops] = [aRoom('general'), aRoom('ops', [], { id: room('rk4q') })];
  const ui = initialUi(undefined, [], '#Ops');
  expect(wantedRoom({ ui, chat: aChat([general]) })).toBeUndefined();
  expect(shownRoom({ ui, chat: aChat([general]) })).toBeUndefined();
  expect(wantedRoom({ ui, chat: aChat([general, ops]) })?.id).toBe('rk4q');
  const chosen = reduceUi(ui, { kind: 'room-shown', room: general.id });
  expect(wantedRoom({ ui: chosen, chat: aChat([general, ops]) })).toBeUndefined();
  const arrived = reduceUi(ui, { kind: 'wanted-arrived', room: ops.id });
  // It stays the chosen one under another name.
  const renamed = aChat([general, aRoom('kitchen', [], { id: room('rk4q') })]);
  expect(shownRoom({ ui: arrived, chat: renamed })?.name).toBe('kitchen');
});
