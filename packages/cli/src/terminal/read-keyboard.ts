import type { Clock } from '@securechat/client';
import type { Press } from '../chat/keys/names.ts';
import type { Background } from '../screen/theme-choice.ts';
import { backgroundIn } from './background.ts';
import { InputParser } from './input-parser.ts';
import { tokenize } from './tokenize.ts';

/** Who is told what a terminal sends. */
export type KeyboardEvents = {
  press(press: Press): void;
  paste(text: string): void;
  /** The terminal has got the focus, or lost it. */
  focus(on: boolean): void;
  /** The terminal has told its background. */
  background(background: Background): void;
};

const focusIn = '\u001b[I';
const focusOut = '\u001b[O';
/** What the screen library has asked for and waits for: whether the terminal knows kitty's keys. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: answers of terminals begin with them
const libraryReply = /^\u001b\[\?\d+u$/;

/**
 * Reads keys, pastes and reports from a terminal. The screen library reads the stream, with `read`, and its own parser loses keys and
 * cuts sequences that arrive in parts; so this takes what it reads and leaves it the answers that it has asked for. The returned
 * function ends that.
 */
export function readKeyboard(
  stdin: Pick<NodeJS.ReadStream, 'read'>,
  events: KeyboardEvents,
  clock: Pick<Clock, 'nowMs' | 'after'>,
): () => void {
  const { read } = stdin;
  let replies = '';
  const reported = (sequence: string): boolean => {
    if (sequence === focusIn || sequence === focusOut) events.focus(sequence === focusIn);
    else if (libraryReply.test(sequence)) replies += sequence;
    const background = backgroundIn(sequence);
    if (background) events.background(background);
    return background !== undefined;
  };
  const typed = (input: string) => {
    for (const press of tokenize(input)) events.press(press);
  };
  const parser = new InputParser({ typed, pasted: events.paste, reported }, clock);
  stdin.read = (size?: number): unknown => {
    for (;;) {
      const chunk: unknown = read.call(stdin, size);
      if (typeof chunk !== 'string' && !Buffer.isBuffer(chunk)) break;
      parser.push(chunk.toString());
    }
    const answer = replies;
    replies = '';
    return answer === '' ? null : answer;
  };
  return () => {
    stdin.read = read;
    parser.stop();
  };
}
