import type { Clock } from '@securechat/client';
import type { Background } from './theme-choice.ts';

/** Terminals answer at once; one that is far away by SSH and one that never answers must not hold up the chat. */
const limitMs = 100;

/** "Which background?" (OSC 11), and "what are you?" (DA1), which every terminal answers: then no more is to come. */
const question = '\u001b]11;?\u001b\\\u001b[c';
const colourAnswer =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals answer with them
  /\u001b\]11;(?:rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})[^\u0007\u001b]*)?[^\u0007\u001b]*(?:\u0007|\u001b\\)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals answer with them
const lastAnswer = /\u001b\[\?[\d;]*c/;

/** A colour part of one to four hex digits as a share of the most it can be. */
const share = (hex: string) => Number.parseInt(hex, 16) / (16 ** hex.length - 1);

/** What of the answers has come in this text: the background where it tells, whether all is there, and what else was typed meanwhile. */
export function readAnswers(text: string): {
  readonly background: Background | undefined;
  readonly complete: boolean;
  readonly rest: string;
} {
  const [, red, green, blue] = colourAnswer.exec(text) ?? [];
  const known = red !== undefined && green !== undefined && blue !== undefined;
  // How bright people find red, green and blue (ITU-R BT.709).
  const bright = known ? 0.2126 * share(red) + 0.7152 * share(green) + 0.0722 * share(blue) : 0;
  return {
    background: known ? (bright > 0.5 ? 'light' : 'dark') : undefined,
    complete: lastAnswer.test(text),
    rest: text.replace(colourAnswer, '').replace(lastAnswer, ''),
  };
}

/** What is needed to ask a terminal. */
export type AskParts = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Pick<NodeJS.WriteStream, 'write'>;
  readonly clock: Pick<Clock, 'after'>;
};

/** Asks the terminal for its background; `undefined` when it does not tell within 100 ms. What was typed meanwhile stays to be read. */
export async function askBackground({ stdin, stdout, clock }: AskParts): Promise<Background | undefined> {
  const wasRaw = stdin.isRaw;
  let text = '';
  const done = Promise.withResolvers<void>();
  const read = () => {
    for (let chunk: unknown = stdin.read(); chunk !== null; chunk = stdin.read()) text += String(chunk);
    if (readAnswers(text).complete) done.resolve();
  };
  const cancel = clock.after(limitMs, done.resolve);
  // Raw, or else the answer would be seen, and read only with the next Enter.
  stdin.setRawMode(true);
  stdin.on('readable', read);
  stdin.on('end', done.resolve);
  stdout.write(question);
  await done.promise;
  cancel();
  stdin.off('readable', read);
  stdin.off('end', done.resolve);
  stdin.setRawMode(wasRaw);
  const { background, rest } = readAnswers(text);
  if (rest !== '') stdin.unshift(rest);
  return background;
}
