import { emitKeypressEvents, type Key } from 'node:readline';
import type { ReadStream } from 'node:tty';

/** A stop takes effect at once or not at all; after this much time of our own it has not. */
const stopWithinMs = 100;

/** Hides what is typed at a terminal, also when the process goes on after a stop, and then calls `again`. */
function hideKeys(input: ReadStream, again: () => void) {
  let timer: NodeJS.Timeout | undefined;
  const goOn = () => {
    clearTimeout(timer);
    // The shell has changed the mode, and setting one that is thought to be set already does nothing.
    input.setRawMode(false);
    input.setRawMode(true);
    again();
  };
  process.on('SIGCONT', goOn);
  input.setRawMode(true);
  return {
    /** For Ctrl-Z: stops this process and those it was started with, as the terminal does for other programs. */
    stop: () => {
      input.setRawMode(false);
      // Without a shell that could continue it, a process is not stopped.
      timer = setTimeout(goOn, stopWithinMs);
      process.kill(0, 'SIGTSTP');
    },
    end: () => {
      clearTimeout(timer);
      process.off('SIGCONT', goOn);
      input.setRawMode(false);
    },
  };
}

/**
 * Asks at a terminal without showing what is typed. Enter ends an answer; undefined when it was given up with Ctrl-C or Ctrl-D.
 * What is typed ahead of a question is its answer, and never the shell's.
 */
export async function askSecrets(
  questions: readonly string[],
  { input, output }: { input: ReadStream; output: { write(text: string): unknown } },
): Promise<readonly string[] | undefined> {
  const answers: string[] = [];
  let typed = '';
  // First the silence, then the question: nothing that is typed after it is ever shown.
  const keys = hideKeys(input, () => output.write(questions[answers.length] ?? ''));
  emitKeypressEvents(input);
  output.write(questions[0] ?? '');
  const { promise, resolve } = Promise.withResolvers<readonly string[] | undefined>();
  const hear = (text: string | undefined, key: Key) => {
    if (key.ctrl && (key.name === 'c' || (key.name === 'd' && typed === ''))) return resolve(undefined);
    if (key.ctrl && key.name === 'z') return keys.stop();
    if (key.name === 'return' || key.name === 'enter') {
      if (answers.length === questions.length) return;
      answers.push(typed);
      typed = '';
      output.write(`\n${questions[answers.length] ?? ''}`);
      if (answers.length === questions.length) resolve(answers);
    } else if (key.name === 'backspace') typed = [...typed].slice(0, -1).join('');
    else if (key.ctrl && key.name === 'u') typed = '';
    else if (text !== undefined && !/\p{Cc}/u.test(text)) typed += text;
  };
  input.on('keypress', hear);
  input.resume();
  try {
    return await promise;
  } finally {
    input.off('keypress', hear);
    keys.end();
    input.pause();
  }
}
