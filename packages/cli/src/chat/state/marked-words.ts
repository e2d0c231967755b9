import { type ChatState, highlightWords } from '@securechat/client';
import type { Settings } from '../../settings/table.ts';

type Known = { readonly local: readonly string[]; readonly words: readonly string[] };
const known = new WeakMap<object, Known>();

/**
 * The words that are marked, and that notify like mentions: the user's highlight words, and those of this device's settings. The same array
 * until one of them changes.
 */
export function markedWords(
  { userState: { highlight } }: Pick<ChatState, 'userState'>,
  { highlight: local = [] }: Partial<Pick<Settings, 'highlight'>>,
): readonly string[] {
  const words = highlightWords(highlight);
  if (local.length === 0) return words;
  const before = known.get(highlight);
  if (before?.local === local) return before.words;
  const all = [...words, ...local];
  known.set(highlight, { local, words: all });
  return all;
}
