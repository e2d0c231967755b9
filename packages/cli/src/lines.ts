import { limits } from '@securechat/protocol/limits';

/** A line of input; empty ones count, so that the numbers are those of an editor. */
export type Line = { readonly number: number; readonly text: string };

// A line that is too long for any message is handed on once it is sure to be, so that input without line breaks fills no memory.
const tooLong = limits.text * 4;

/**
 * Cuts a stream at `\n` (and `\r\n`), and at nothing else: readline would cut at U+2028, too, and so change messages. Reads no
 * further than the consumer asks.
 */
export async function* readLines(input: AsyncIterable<Buffer | string>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  let number = 0;
  const line = (text: string): Line => ({ number: ++number, text: text.endsWith('\r') ? text.slice(0, -1) : text });
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield line(part);
    if (rest.length > tooLong) {
      yield line(rest);
      rest = '';
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield line(rest);
}

/** The first line of a stream, without waiting for its end. */
export async function firstLine(input: AsyncIterable<Buffer | string>): Promise<string | undefined> {
  for await (const { text } of readLines(input)) return text;
  return undefined;
}

/** All of a stream as one message: line breaks inside it stay, those at its end go. */
export async function* readWhole(input: AsyncIterable<Buffer | string>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of input) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > tooLong) break;
  }
  text = (text + decoder.decode()).replaceAll('\r\n', '\n').replace(/\n+$/, '');
  yield { number: 1, text };
}
