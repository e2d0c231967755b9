import { expect, test } from 'vitest';
import { textOfTerminalOutput } from './strip-terminal-output.ts';

test.each([
  ['plain text\n\twith a tab', 'plain text\n\twith a tab'],
  ['\u001b[1;31merror\u001b[0m: no such file', 'error: no such file'],
  ['\u001b[38;5;208mx\u001b[38:2::1:2:3my\u001b[m', 'xy'],
  ['\u001b(B\u001b[mafter tput sgr0', 'after tput sgr0'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://example.org\u001b\\a link\u001b]8;;\u001b\\', 'a link'],
  ['\u009b31mred', 'red'],
  ['one\r\ntwo\r\n', 'one\ntwo\n'],
  ['10%\r 55%\r100% done\n', '100% done\n'],
  ['10%\r\u001b[K100%\r', '100%'],
  ['N\bNA\bAM\bME\bE _\bx', 'NAME x'],
  ['bell\u0007 stays', 'bell\u0007 stays'],
])('%j reads %j', (printed, text) => {
  expect(textOfTerminalOutput(printed)).toBe(text);
});

test('the time per character does not grow with a megabyte of unfinished sequences', () => {
  for (const piece of ['\u001b]0;', '\u001b[1;', '\u009b', '\r', '\b']) {
    expect(textOfTerminalOutput(piece.repeat(200_000)).length).toBeLessThanOrEqual(piece.length * 200_000);
  }
});
