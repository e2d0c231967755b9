import { typedMessage } from '@securechat/client';
import { isBlank } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { type Input, type InputLine, readLines, readWhole } from '../text/read-lines.ts';
import { textOfTerminalOutput } from '../text/strip-terminal-output.ts';

/** How input is split into messages. */
export type MessageOptions = {
  /** One message for each non-blank line; otherwise the whole input is one message. */
  readonly lines: boolean;
  /** Splits a text that is too long for one message. */
  readonly split: boolean;
  /** Keeps the text unchanged: colours and carriage returns are then refused instead of removed. */
  readonly strict: boolean;
  /** A person typed the input: a leading slash is a command unless it is doubled. Program output is sent unchanged. */
  readonly typed?: boolean;
};

/** Splits a line that is too long for one message, never inside a character. */
function* partsOf(line: string): Generator<string> {
  let rest = line;
  while (rest.length > limits.text) {
    const end = limits.text - (/[\ud800-\udbff]/.test(rest.charAt(limits.text - 1)) ? 1 : 0);
    yield rest.slice(0, end);
    rest = rest.slice(end);
  }
  yield rest;
}

/** Joins lines into messages as long as the limits allow. Blank lines between two messages are dropped. */
async function* joined(lines: AsyncIterable<Input>): AsyncGenerator<Input> {
  let first = 0;
  let held: string[] = [];
  let size = 0;
  const taken = (): InputLine | undefined => {
    const text = held.join('\n').replace(/^\n+|\n+$/g, '');
    held = [];
    size = 0;
    return isBlank(text) ? undefined : { number: first, text };
  };
  for await (const line of lines) {
    if (!('text' in line)) {
      const rest = taken();
      if (rest) yield rest;
      yield line;
      return;
    }
    for (const part of partsOf(line.text)) {
      if (size + part.length > limits.text || held.length >= limits.lines) {
        const full = taken();
        if (full) yield full;
      }
      if (held.length === 0) first = line.number;
      held.push(part);
      size += part.length + 1;
    }
  }
  const rest = taken();
  if (rest) yield rest;
}

async function* cleaned(lines: AsyncIterable<Input>, strict: boolean): AsyncGenerator<Input> {
  for await (const line of lines) {
    yield 'text' in line && !strict ? { ...line, text: textOfTerminalOutput(line.text) } : line;
  }
}

async function* single(line: InputLine): AsyncGenerator<Input> {
  for (const part of partsOf(line.text)) yield { number: line.number, text: part };
}

/** Reads typed input: a command is a problem, which ends the input. */
function asTyped(one: Input): Input {
  if (!('text' in one)) return one;
  const meant = typedMessage(one.text);
  return meant.ok ? { ...one, text: meant.value } : { number: one.number, problem: meant.error };
}

/** Reads each of several messages as typed, but only the beginning of a single one. */
async function* readAsTyped(inputs: AsyncIterable<Input>, { lines }: MessageOptions): AsyncGenerator<Input> {
  let atStart = true;
  for await (const one of inputs) {
    const meant = lines || atStart ? asTyped(one) : one;
    // Blank lines at the beginning are not part of the message.
    if ('text' in one && !isBlank(one.text)) atStart = false;
    yield meant;
    if (!('text' in meant)) return;
  }
}

/** Yields the messages of an input in order, each with the number of its first line. */
export async function* messagesOf(
  input: AsyncIterable<Buffer | string>,
  options: MessageOptions,
): AsyncGenerator<Input> {
  const { lines, split, strict, typed } = options;
  const read = (inputs: AsyncIterable<Input>) => (typed ? readAsTyped(inputs, options) : inputs);
  if (lines) {
    for await (const line of read(cleaned(readLines(input), strict))) {
      if (!('text' in line)) yield line;
      else if (isBlank(line.text)) continue;
      else if (split) yield* single(line);
      else yield line;
    }
  } else if (split) {
    yield* joined(read(cleaned(readLines(input), strict)));
  } else {
    const whole = await readWhole(input);
    if (!('text' in whole)) yield whole;
    else {
      const text = strict ? whole.text : textOfTerminalOutput(whole.text);
      // The final line break ends the line, and blank lines before it would show nothing.
      const message = { ...whole, text: text.replace(/\n+$/, '') };
      yield typed ? asTyped(message) : message;
    }
  }
}
