import { emitKeypressEvents, type Key } from 'node:readline';
import type { ReadStream } from 'node:tty';

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
  input.setRawMode(true);
  emitKeypressEvents(input);
  output.write(questions[0] ?? '');
  const { promise, resolve } = Promise.withResolvers<readonly string[] | undefined>();
  const hear = (text: string | undefined, key: Key) => {
    if (key.ctrl && (key.name === 'c' || (key.name === 'd' && typed === ''))) return resolve(undefined);
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
    input.setRawMode(false);
    input.pause();
  }
}
