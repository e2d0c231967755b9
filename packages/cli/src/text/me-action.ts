/** Sets further lines in, so that nobody can write a line that looks like another's. */
export function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
