import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { ok, type Result } from '@securechat/protocol/result';
import type { CliEnv } from '../process/env.ts';
import { stoppedPrompt } from '../process/stopped-prompt.ts';
import { type CommandError, commandError } from './command-error.ts';

type Terminal = Pick<CliEnv, 'stdin' | 'stderr'>;

/** Asks a person at the terminal. */
export type Prompter = {
  /** Whether there is a terminal to ask on. */
  readonly possible: boolean;
  /** Asks for a line, which is shown while it is typed. */
  text(question: string): Promise<Result<string, CommandError>>;
  /** Asks for a line that is never shown. */
  secret(question: string): Promise<Result<string, CommandError>>;
  /** Gives the terminal back. */
  close(): void;
};

/** Readline over the terminal, with an output that can be muted, and the lines typed ahead kept for the next question. */
function openLines({ stdin, stderr }: Terminal) {
  // Also between two questions: whoever types ahead answers the next one, which may be for a password.
  let muted = true;
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      if (!muted) stderr.write(chunk);
      done();
    },
  });
  const lines: Interface = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
  const typed: string[] = [];
  let waiting: ((line: string | undefined) => void) | undefined;
  let ended = false;
  const end = () => {
    ended = true;
    waiting?.(undefined);
  };
  lines.on('line', (line) => {
    if (waiting === undefined) typed.push(line);
    else waiting(line);
  });
  // Readline has put the terminal into raw mode, so that Ctrl-C comes as a key; closing it restores the terminal.
  lines.on('SIGINT', () => lines.close());
  let asked = '';
  const stopped = stoppedPrompt(stdin, () => {
    if (waiting === undefined) return;
    if (muted) stderr.write(asked);
    else lines.prompt(true);
  });
  // Left to itself, readline stops this process alone, and reads nothing more when it goes on.
  lines.on('SIGTSTP', stopped.stop);
  lines.on('close', () => {
    stopped.end();
    end();
  });
  const next = () =>
    new Promise<string | undefined>((resolve) => {
      const held = typed.shift();
      if (held !== undefined || ended) return resolve(held);
      waiting = (line) => {
        waiting = undefined;
        resolve(line);
      };
    });
  return {
    async ask(question: string, hidden: boolean): Promise<string | undefined> {
      if (ended) return typed.shift();
      if (hidden) stderr.write(question);
      asked = question;
      muted = hidden;
      lines.setPrompt(hidden ? '' : question);
      // The cursor stays behind what was typed ahead.
      lines.prompt(true);
      const line = await next();
      muted = true;
      if (hidden || line === undefined) stderr.write('\n');
      return line;
    },
    close: () => lines.close(),
  };
}

/** Prompts on the terminal; `barred` when the command line says that nobody is there to answer. */
export function createPrompter(terminal: Terminal, barred: boolean): Prompter {
  const isPossible = () => !barred && terminal.stdin.isTTY === true;
  let lines: ReturnType<typeof openLines> | undefined;
  const ask = async (question: string, hidden: boolean): Promise<Result<string, CommandError>> => {
    if (!isPossible()) {
      return commandError(
        'usage',
        'Cannot ask without a terminal. Give the user name (with --user for join) and the password with --password-stdin.',
      );
    }
    lines ??= openLines(terminal);
    const line = await lines.ask(question, hidden);
    return line === undefined ? commandError('interrupted', 'Interrupted.') : ok(line);
  };
  return {
    get possible() {
      return isPossible();
    },
    text: (question) => ask(question, false),
    secret: (question) => ask(question, true),
    close: () => {
      lines?.close();
      lines = undefined;
    },
  };
}
