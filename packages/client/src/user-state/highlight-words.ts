import type { UserState } from './user-state.ts';

const lists = new WeakMap<UserState['highlight'], readonly string[]>();

/** The user's highlight words, in alphabetical order; the same array until they change. */
export function highlightWords(highlight: UserState['highlight']): readonly string[] {
  const known = lists.get(highlight);
  if (known) return known;
  const words = [...highlight.keys()].sort();
  lists.set(highlight, words);
  return words;
}
