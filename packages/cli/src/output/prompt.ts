import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { ok, type Result } from '@securechat/protocol/result';
import type { CliEnv } from '../process/env.ts';
import { stoppedPrompt } from '../process/stopped-prompt.ts';
import { type CommandError, commandError } from './command-error.ts';

type Terminal = Pick<CliEnv, 'stdin' | 'stderr'>;

/** Asks questions at the terminal. */
export type Prompter = {
  /** Whether there is a terminal. */
  readonly possible: boolean;
  /** Asks for a line, echoed while it is typed. */
  text(question: string): Promise<Result<string, CommandError>>;
  /** Asks for a line that is never echoed. */
  secret(question: string): Promise<Result<string, CommandError>>;
  /** Restores the terminal. */
  close(): void;
};

/** Readline on the terminal, with an output that can be muted; lines typed ahead are queued for the next question. */
function openLines({ stdin, stderr }: Terminal) {
  // Muted also between questions: what is typed ahead may be a password.
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
  // Readline has set raw mode, so Ctrl-C arrives as a key; closing restores the terminal.
  lines.on('SIGINT', () => lines.close());
  let asked = '';
  const stopped = stoppedPrompt(stdin, () => {
    if (waiting === undefined) return;
    if (muted) stderr.write(asked);
    else lines.prompt(true);
  });
  // By default, readline would stop only this process, and read nothing after it continues.
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
      // The cursor stays after the text typed ahead.
      lines.prompt(true);
      const line = await next();
      muted = true;
      if (hidden || line === undefined) stderr.write('\n');
      return line;
    },
    close: () => lines.close(),
  };
}

/** Prompts on the terminal; `barred` if the command line says that nobody can answer. */
export function createPrompter(terminal: Terminal, barred: boolean): Prompter {
  const isPossible = () => !barred && terminal.stdin.isTTY === true;
  let lines: ReturnType<typeof openLines> | undefined;
  const ask = async (question: string, hidden: boolean): Promise<Result<string, CommandError>> => {
    if (!isPossible()) {
      return commandError(
        'usage',
        'No terminal to prompt on. Pass the user name (with --user for join) and the password with --password-stdin.',
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
