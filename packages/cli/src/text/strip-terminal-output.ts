/** OSC, DCS and similar strings (titles, links, notifications), which end with BEL or ST. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const strings = /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/g;
/** CSI sequences (colours, cursor movement), then all shorter escape sequences. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const sequences = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[ -/]*[0-~]/g;

/** As `col -b`: a character printed over another replaces it. Manual pages print bold and underlined text this way. */
function withoutBackspaces(line: string): string {
  if (!line.includes('\b')) return line;
  const out: string[] = [];
  for (const character of line) {
    if (character === '\b') out.pop();
    else out.push(character);
  }
  return out.join('');
}

/** What a line shows in the end: programs that draw progress overwrite it repeatedly after `\r`. */
function lastDrawn(line: string): string {
  if (!line.includes('\r')) return line;
  return line.split('\r').findLast((part) => part !== '') ?? '';
}

/**
 * The text of a program's terminal output: without colours, titles and cursor movement, and with redrawn lines in their last form.
 * Other control characters stay, and are refused later.
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
