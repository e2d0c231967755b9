import { limits } from '@securechat/protocol/limits';
import { Utf8Reader } from './utf8.ts';

/** A line of input; empty lines count, so that the numbers match those of an editor. */
export type InputLine = { readonly number: number; readonly text: string };
/** What is read from an input: a line, or why no more can be read. */
export type Input = InputLine | { readonly number: number; readonly problem: string };

// A line longer than any message is passed on before its end, so that input without line breaks cannot fill the memory.
const tooLong = limits.text * 4;
const number = new Intl.NumberFormat('en');

/** Decodes a stream; `notUtf8` is called with the position of an invalid byte, and the output ends there. */
async function* decoded(
  input: AsyncIterable<Buffer | string>,
  notUtf8: (byte: number) => void,
): AsyncGenerator<string> {
  const reader = new Utf8Reader();
  for await (const chunk of input) {
    yield typeof chunk === 'string' ? chunk : reader.read(chunk);
    if (reader.invalidByte !== undefined) break;
  }
  reader.end();
  if (reader.invalidByte !== undefined) notUtf8(reader.invalidByte);
}

const sayNotUtf8 = (byte: number, line: number) =>
  `The input is not UTF-8 text: byte ${number.format(byte)}, in line ${number.format(line)}. ` +
  'Convert it first, for example with iconv -f latin1 -t utf-8.';

/**
 * Splits a stream at `\n` and `\r\n` only: readline would also split at U+2028 and so change messages. Reads no further than the
 * consumer asks.
 */
export async function* readLines(input: AsyncIterable<Buffer | string>): AsyncGenerator<Input> {
  let rest = '';
  let count = 0;
  let invalid: number | undefined;
  const line = (text: string): InputLine => ({ number: ++count, text: text.endsWith('\r') ? text.slice(0, -1) : text });
  const pieces = decoded(input, (byte) => {
    invalid = byte;
  });
  for await (const piece of pieces) {
    rest += piece;
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield line(part);
    if (rest.length > tooLong) {
      yield line(rest);
      rest = '';
    }
  }
  if (invalid !== undefined) yield { number: count + 1, problem: sayNotUtf8(invalid, count + 1) };
  else if (rest !== '') yield line(rest);
}

/** The first line of a stream; does not wait for its end. */
export async function firstLine(input: AsyncIterable<Buffer | string>): Promise<string | undefined> {
  for await (const line of readLines(input)) return 'text' in line ? line.text : undefined;
  return undefined;
}

/** Input that is longer than this is refused before it is read to its end. */
const maxWhole = 4 * 1024 * 1024;

/** The whole stream as one text, or why it cannot be read. */
export async function readWhole(input: AsyncIterable<Buffer | string>): Promise<Input> {
  let text = '';
  let problem: string | undefined;
  const pieces = decoded(input, (byte) => {
    problem = sayNotUtf8(byte, text.split('\n').length);
  });
  for await (const piece of pieces) {
    text += piece;
    if (text.length <= maxWhole) continue;
    const most = `${number.format(maxWhole)} characters; a message can have ${number.format(limits.text)}`;
    return { number: 1, problem: `The input has more than ${most}. --split sends it in several messages.` };
  }
  return problem === undefined ? { number: 1, text } : { number: 1, problem };
}
