import { emitKeypressEvents, type Key } from 'node:readline';
import { stoppedPrompt } from './stopped-prompt.ts';

type Terminal = { readonly input: NodeJS.ReadStream; readonly output: { write(text: string): unknown } };

/** Asks questions at a terminal, one at a time. Text typed ahead answers the next question. */
export type Prompt = {
  /** Asks for a line, echoed while it is typed; undefined after Ctrl-C, or Ctrl-D on an empty line, at this question or an earlier one. */
  text(question: string): Promise<string | undefined>;
  /** The same for a line that is never echoed. */
  secret(question: string): Promise<string | undefined>;
  /** Restores the terminal. Text typed ahead is discarded: the shell would run it. */
  close(): void;
};

type Question = {
  readonly text: string;
  readonly hidden: boolean;
  readonly resolve: (answer: string | undefined) => void;
};

/** What these keys leave of a line. */
const erasers = new Map<string | undefined, (line: string) => string>([
  ['backspace', (line) => [...line].slice(0, -1).join('')],
  ['ctrl-w', (line) => line.replace(/\S*\s*$/u, '')],
  ['ctrl-u', () => ''],
]);

/**
 * Sets raw mode until `close`; input is echoed only while a question for text is open. Readline does not fit: on a dumb terminal it
 * takes Backspace, Ctrl-U and Ctrl-Z as characters of the password.
 */
export function openPrompt({ input, output }: Terminal): Prompt {
  /** Lines typed ahead. */
  const ahead: string[] = [];
  let line = '';
  let asked: Question | undefined;
  let isClosed = false;
  let lastKey: string | undefined;

  const show = (typed: string) => {
    if (asked) output.write(asked.hidden ? asked.text : asked.text + typed);
  };
  const stopped = stoppedPrompt(input, () => show(line));
  const answer = (typed: string | undefined) => {
    if (asked) output.write('\n');
    asked?.resolve(typed);
    asked = undefined;
  };
  const enter = () => {
    if (asked) answer(line);
    else ahead.push(line);
    line = '';
  };
  const edit = (edited: string) => {
    if (asked?.hidden === false) {
      const isLonger = edited.length > line.length;
      output.write(isLonger ? edited.slice(line.length) : '\b \b'.repeat([...line].length - [...edited].length));
    }
    line = edited;
  };
  const onKeypress = (text: string | undefined, key: Key) => {
    const name = key.ctrl ? `ctrl-${key.name}` : key.name;
    const erase = erasers.get(name);
    if (name === 'ctrl-c' || (name === 'ctrl-d' && line === '')) close();
    else if (name === 'ctrl-z') stopped.stop();
    else if (erase) edit(erase(line));
    // A pasted line may end with CR and LF, which are one Enter.
    else if (name === 'return' || (name === 'enter' && lastKey !== 'return')) enter();
    else if (text !== undefined && !/\p{Cc}/u.test(text)) edit(line + text);
    lastKey = name;
  };
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    stopped.end();
    input.off('keypress', onKeypress);
    input.off('end', close);
    input.setRawMode(false);
    input.pause();
    answer(undefined);
  };
  const ask = (text: string, hidden: boolean) =>
    new Promise<string | undefined>((resolve) => {
      if (isClosed) return resolve(undefined);
      asked = { text, hidden, resolve };
      const typed = ahead.shift();
      show(typed ?? line);
      if (typed !== undefined) answer(typed);
    });

  input.setRawMode(true);
  emitKeypressEvents(input);
  input.on('keypress', onKeypress);
  input.on('end', close);
  input.resume();
  return { text: (question) => ask(question, false), secret: (question) => ask(question, true), close };
}
