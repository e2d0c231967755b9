/** A text may exceed the limit by this many lines without being folded: hiding two lines helps nobody. */
const slack = 4;

/** The first `max` lines of a long text and how many are hidden; a text that is not much longer is shown whole. */
export function foldLines(text: string, max: number): { readonly text: string; readonly hidden: number } {
  const lines = text.split('\n');
  if (lines.length <= max + slack) return { text, hidden: 0 };
  return { text: lines.slice(0, max).join('\n'), hidden: lines.length - max };
}
