/** A message with more lines is folded: about a screen of a phone. */
const foldLines = 24;
const foldCharacters = 3000;
/** Lines shown of a folded message. */
const shownLines = 12;
const shownCharacters = 1200;

export type Folded = {
  /** Characters shown of it. */
  readonly shownLength: number;
  /** What is hidden: `52 more lines`. */
  readonly label: string;
};

const number = new Intl.NumberFormat('en');
const more = (n: number, unit: string) => `${number.format(n)} more ${unit}${n === 1 ? '' : 's'}`;

/** How a long message is folded; undefined if it is shown in full. */
export function foldOf(text: string): Folded | undefined {
  const lines = text.split('\n');
  if (lines.length > foldLines) {
    const head = lines.slice(0, shownLines).join('\n');
    if (head.length <= foldCharacters) {
      return { shownLength: head.length, label: more(lines.length - shownLines, 'line') };
    }
  }
  if (text.length <= foldCharacters) return undefined;
  const shownLength = wholeCharacter(text, shownCharacters);
  return { shownLength, label: more(text.length - shownLength, 'character') };
}

/** The position at or before this one that does not split a character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
