/** Indents further lines, so that nobody can write a line that looks like another user's. */
export function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
