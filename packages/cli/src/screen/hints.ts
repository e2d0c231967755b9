import type { ActionName } from '../chat/keys/bindings.ts';
import type { Keymap } from '../chat/keys/keymap.ts';
import { sayKey } from '../chat/keys/names.ts';

/** Hints, most useful first: as many as fit are shown, with the effective keys. */
export function hints(keymap: Keymap, rooms: number): readonly string[] {
  const wanted: readonly (readonly [ActionName, string])[] = [
    ...(rooms > 1 ? ([['switcher', 'rooms']] as const) : []),
    ['page-up', 'older'],
    ['complete', 'completes'],
  ];
  const keys = wanted.flatMap(([name, words]) => {
    const key = keymap.keysOf(name)[0];
    return key === undefined ? [] : [`${sayKey(key)} ${words}`];
  });
  return ['/help', ...keys];
}
