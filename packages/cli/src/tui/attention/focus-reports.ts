const esc = '\u001b';
const reports = { on: `${esc}[I`, off: `${esc}[O` };

/** The beginning of a report whose end is not there yet. */
function begun(text: string): string {
  if (text.endsWith(`${esc}[`)) return `${esc}[`;
  return text.endsWith(esc) ? esc : '';
}

/**
 * Tells when the terminal gets the focus and when it loses it, out of what is read from the keyboard. The screen library knows no such
 * reports and drops them, and a second reader would take keys from it; so this looks at what it reads. The returned function ends it.
 */
export function followFocus(stdin: Pick<NodeJS.ReadStream, 'read'>, focus: (on: boolean) => void): () => void {
  const { read } = stdin;
  let rest = '';
  stdin.read = (size?: number): unknown => {
    const chunk: unknown = read.call(stdin, size);
    if (typeof chunk !== 'string' && !Buffer.isBuffer(chunk)) return chunk;
    const text = rest + chunk.toString();
    rest = begun(text);
    const [on, off] = [text.lastIndexOf(reports.on), text.lastIndexOf(reports.off)];
    if (on !== off) focus(on > off);
    return chunk;
  };
  return () => {
    stdin.read = read;
  };
}
