import type { Clock } from '@securechat/client';
import type { Background } from './theme-choice.ts';

/** "Which background?" (OSC 11). Terminals that do not know the question say nothing. */
export const askBackground = '\u001b]11;?\u001b\\';

/** How an answer begins, for the screen library tells of `ESC ]` by itself: as of a key with Alt. */
const opening = '\u001b]';
const beginning = `${opening}11;rgb`;
/** What may still become an answer, with a limit: the colour has 19 letters at most. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals begin and end their answers with them
const begun = /^\u001b\]11;rgba?(?::[\da-f/]{0,19}\u001b?)?$/i;
/** The answer; one whose beginning came much earlier has less before it. */
const answer =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals begin and end their answers with them
  /^(?:\u001b?\])?11;rgba?:(?<red>[\da-f]{1,4})\/(?<green>[\da-f]{1,4})\/(?<blue>[\da-f]{1,4})(?:\/[\da-f]{1,4})?(?<end>\u0007|\u001b\\|$)/i;

/** A colour part of one to four hex digits as a share of the most it can be. */
const share = (hex: string) => Number.parseInt(hex, 16) / (16 ** hex.length - 1);

type Answer = { readonly background: Background; readonly ended: boolean; readonly typed: string };

/** The background that a text tells, and what else was typed behind it; nothing where the text is no answer. */
function readAnswer(text: string): Answer | undefined {
  const found = answer.exec(text);
  const { red = '', green = '', blue = '', end = '' } = found?.groups ?? {};
  if (!found) return undefined;
  // How bright people find red, green and blue (ITU-R BT.709).
  const bright = 0.2126 * share(red) + 0.7152 * share(green) + 0.0722 * share(blue);
  return { background: bright > 0.5 ? 'light' : 'dark', ended: end !== '', typed: text.slice(found[0].length) };
}

/** How long `ESC ]` may be the beginning of an answer before it is the key that was pressed. */
const keyMs = 100;
/** How long more of an answer is waited for: nobody types such a thing, and a slow line may be slower. */
const moreMs = 1000;

/** Hears each input, and tells what was typed apart from what the terminal has answered. */
type BackgroundReader = {
  read(input: string): void;
  /** What is held back was typed. */
  release(): void;
  /** Waits for nothing any more. */
  stop(): void;
};

/**
 * Makes the reader of inputs. An answer is cut at escapes by the screen library, and anywhere by the line: what may be the beginning of one
 * is held back until the rest has come, something else comes, or nothing does for a while.
 */
export function backgroundReader(
  hear: { typed(input: string): void; told(background: Background): void },
  clock: Pick<Clock, 'after'>,
): BackgroundReader {
  let held: readonly string[] = [];
  let cancel = () => {};
  const takeHeld = () => {
    cancel();
    const inputs = held;
    held = [];
    return inputs;
  };
  const release = () => {
    const inputs = takeHeld();
    // The end alone may be missing.
    const found = readAnswer(inputs.join(''));
    if (found) hear.told(found.background);
    else for (const input of inputs) hear.typed(input);
  };
  const tell = ({ background, typed }: Answer) => {
    hear.told(background);
    if (typed !== '') hear.typed(typed);
  };
  const hold = (input: string) => {
    cancel();
    held = [...held, input];
    cancel = clock.after(held.length === 1 ? keyMs : moreMs, release);
  };
  return {
    read: (input) => {
      if (held.length > 0) {
        const text = [...held, input].join('');
        const found = readAnswer(text);
        if (found?.ended) {
          takeHeld();
          return tell(found);
        }
        if (beginning.startsWith(text) || begun.test(text)) return hold(input);
        release();
      }
      if (input === opening) return hold(input);
      const late = readAnswer(input);
      if (late) tell(late);
      else hear.typed(input);
    },
    release,
    stop: () => void takeHeld(),
  };
}
