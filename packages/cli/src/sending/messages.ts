import { typedMessage } from '@securechat/client';
import { isBlank } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { type Input, type InputLine, readLines, readWhole } from '../text/read-lines.ts';
import { textOfTerminalOutput } from '../text/strip-terminal-output.ts';

/** How an input becomes messages. */
export type MessageOptions = {
  /** A message for each line, without the blank ones; otherwise the whole input is one. */
  readonly lines: boolean;
  /** What is too long for one message becomes several. */
  readonly split: boolean;
  /** The text stays as it is, also where it holds colours and carriage returns, which are then refused. */
  readonly strict: boolean;
  /** A person typed it: a slash at its beginning is a command unless it is doubled. What a program wrote is sent as it is. */
  readonly typed?: boolean;
};

/** Cuts a line that no message holds, never inside of a character. */
function* partsOf(line: string): Generator<string> {
  let rest = line;
  while (rest.length > limits.text) {
    const end = limits.text - (/[\ud800-\udbff]/.test(rest.charAt(limits.text - 1)) ? 1 : 0);
    yield rest.slice(0, end);
    rest = rest.slice(end);
  }
  yield rest;
}

/** Joins lines to messages as long as the limits allow. Blank lines between two messages go. */
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

/** The same as a person meant it: a command is a problem, which ends the input. */
function asTyped(one: Input): Input {
  if (!('text' in one)) return one;
  const meant = typedMessage(one.text);
  return meant.ok ? { ...one, text: meant.value } : { number: one.number, problem: meant.error };
}

/** Reads each of several messages as typed; of one message only its beginning. */
async function* readAsTyped(inputs: AsyncIterable<Input>, { lines }: MessageOptions): AsyncGenerator<Input> {
  let atStart = true;
  for await (const one of inputs) {
    const meant = lines || atStart ? asTyped(one) : one;
    // Blank lines in front are not part of the message.
    if ('text' in one && !isBlank(one.text)) atStart = false;
    yield meant;
    if (!('text' in meant)) return;
  }
}

/** The messages that an input is sent as, in its order, with the number of the line where each begins. */
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
      // The line break at the end belongs to the line, and those before it show nothing.
      const message = { ...whole, text: text.replace(/\n+$/, '') };
      yield typed ? asTyped(message) : message;
    }
  }
}
