import { expect, test } from 'vitest';
import { aChat, aRoom, room } from '../../testing/values.ts';
import { shownRoom } from './selectors.ts';
import { initialUi } from './ui-state.ts';

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
