/** The sequences that set and reset each terminal mode that the chat changes. */
const modes: Readonly<Record<string, readonly [on: string, off: string]>> = {
  'alternate screen': ['\u001b[?1049h', '\u001b[?1049l'],
  'hidden cursor': ['\u001b[?25l', '\u001b[?25h'],
  'bracketed paste': ['\u001b[?2004h', '\u001b[?2004l'],
  'cut long lines': ['\u001b[?7l', '\u001b[?7h'],
  'focus reports': ['\u001b[?1004h', '\u001b[?1004l'],
  'alternate scroll': ['\u001b[?1007l', '\u001b[?1007h'],
  'modified keys': ['\u001b[>4;1m', '\u001b[>4m'],
  'kitty keyboard': ['\u001b[>1u', '\u001b[<u'],
  title: ['\u001b[22;0t', '\u001b[23;0t'],
};

/** The modes that are still on after all this was written to a terminal. */
export function modesLeftOn(written: string): string[] {
  return Object.entries(modes)
    .filter(([, [on, off]]) => written.lastIndexOf(on) > written.lastIndexOf(off))
    .map(([name]) => name);
}
