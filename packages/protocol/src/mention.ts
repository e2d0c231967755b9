import { splitCode } from './code.ts';
import { limits } from './limits.ts';
import { continuesWord, type WordRange } from './words.ts';

/** A name with an `@` before it: the range of both in the text, and the name in lower case. */
export type NameRange = WordRange & { readonly name: string };

/** Where a name may be: the longest run of a name's characters behind an `@`, which in East Asian texts may be a wide one. */
const candidates = /[@\uff20]([a-z0-9][a-z0-9_-]{1,31})/gi;

/** A character that continues an address, or makes `@name` a part of one (`bob.@ada`, `@@ada`). */
const ofAddress = /[@.-]/;
/** Longer than any grapheme; what is further away does not matter. */
const context = 64;

function beginsAlone(text: string, from: number): boolean {
  if (from === 0) return true;
  const before = text.slice(Math.max(0, from - context), from);
  return !ofAddress.test(before.slice(-1)) && !continuesWord(before, text.slice(from + 1, from + 2));
}

/** A hyphen after a name may be a dash, or continue a longer name. */
function endsAlone(text: string, name: string, to: number): boolean {
  const after = text.slice(to, to + 3);
  return !continuesWord(name, after) && !(after.startsWith('-') && continuesWord(name, after.slice(1)));
}

/**
 * Every `@name` in a text without code that is a separate word, in any case, in whatever script the words around it are: the names that a message
 * mentions, if they are those of members. A hyphen may be a name's last character or a dash, so one `@` may be followed by several names.
 * At most the first `limits.mentions`. Takes linear time.
 */
export function namesInPlainText(text: string): NameRange[] {
  const ranges: NameRange[] = [];
  for (const { index: from, 1: longest = '' } of text.matchAll(candidates)) {
    if (!beginsAlone(text, from)) continue;
    for (let length = longest.length; length >= 2; length--) {
      const name = longest.slice(0, length).toLowerCase();
      const to = from + 1 + length;
      if (!endsAlone(text, name, to)) continue;
      ranges.push({ from, to, name });
      if (ranges.length === limits.mentions) return ranges;
    }
  }
  return ranges;
}

/** As `namesInPlainText`, in a whole message: what is in code mentions nobody. */
export function namesIn(text: string): NameRange[] {
  // Most texts have none, and need no pattern.
  if (!text.includes('@') && !text.includes('\uff20')) return [];
  const ranges: NameRange[] = [];
  let at = 0;
  for (const part of splitCode(text)) {
    if (part.kind === 'text') {
      for (const { from, to, name } of namesInPlainText(part.text)) ranges.push({ from: at + from, to: at + to, name });
    }
    at += part.text.length;
  }
  return ranges.slice(0, limits.mentions);
}

/** Whom `@room` and `@here` mention: all members, or those who are connected. */
export type Everybody = 'room' | 'here';

/** Whether one of these names is that of everybody. */
export function everybodyIn(names: readonly string[]): Everybody | undefined {
  if (names.includes('room')) return 'room';
  return names.includes('here') ? 'here' : undefined;
}
