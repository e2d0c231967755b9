import { err, limits, maxStateEntries, ok, type Result, type StateEntry } from '@securechat/protocol';

const maxWords = maxStateEntries.highlight;

/** The change that adds a highlight word, or removes it. */
export function highlightChange(word: string, on: boolean): StateEntry {
  return { kind: 'highlight', key: word, value: on || null };
}

/** A highlight word as it was typed, in lower case, or why it cannot be one. */
export function readHighlightWord(typed: string): Result<string, string> {
  const word = typed.trim().toLowerCase();
  if (word === '' || /[\s\p{C}]/u.test(word)) return err('A highlight word is one word, without spaces.');
  if (word.length > limits.highlightWord) {
    return err(`A highlight word can have ${limits.highlightWord} characters; this one has ${word.length}.`);
  }
  return ok(word);
}

/** What adding these words changes: those that are not highlighted yet; or why it is refused. */
export function addHighlightWords(known: readonly string[], typed: readonly string[]): Result<StateEntry[], string> {
  const added = new Set<string>();
  for (const each of typed) {
    const word = readHighlightWord(each);
    if (!word.ok) return word;
    if (!known.includes(word.value)) added.add(word.value);
  }
  if (known.length + added.size > maxWords) {
    return err(`You can have ${maxWords} highlight words, and have ${known.length}. Remove some first.`);
  }
  return ok([...added].map((word) => highlightChange(word, true)));
}
