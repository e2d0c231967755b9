/** Operating system commands and other strings: titles, links, notifications. They end with BEL or ST. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const strings = /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/g;
/** Colours and movements of the cursor (ECMA-48 control sequences), then all shorter escapes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const sequences = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/g;

/** As `col -b` does it: a character that was printed over another replaces it. Manual pages make bold and underlined text so. */
function withoutBackspaces(line: string): string {
  if (!line.includes('\b')) return line;
  const out: string[] = [];
  for (const character of line) {
    if (character === '\b') out.pop();
    else out.push(character);
  }
  return out.join('');
}

/** What a line shows in the end: programs that draw their progress begin it again and again. */
function lastDrawn(line: string): string {
  if (!line.includes('\r')) return line;
  return line.split('\r').findLast((part) => part !== '') ?? '';
}

/**
 * The text of what a program printed for a terminal: without colours, titles and movements of the cursor, lines that were drawn again as
 * they were in the end. Control characters that mean nothing of this stay, and are refused later.
 */
export function textOfTerminalOutput(printed: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  if (!/[\b\r\u001b\u0090-\u009f]/.test(printed)) return printed;
  const plain = printed.replace(strings, '').replace(sequences, '').replaceAll('\r\n', '\n');
  return plain
    .split('\n')
    .map((line) => withoutBackspaces(lastDrawn(line)))
    .join('\n');
}
