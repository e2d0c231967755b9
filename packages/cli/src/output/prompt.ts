import { openPrompt, type Prompt } from '@securechat/prompt';
import { ok, type Result } from '@securechat/protocol/result';
import type { CliEnv } from '../process/env.ts';
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

/** Prompts on the terminal; `barred` if the command line says that nobody can answer. */
export function createPrompter({ stdin, stderr }: Terminal, barred: boolean): Prompter {
  const isPossible = () => !barred && stdin.isTTY === true;
  let prompt: Prompt | undefined;
  const ask = async (kind: 'text' | 'secret', question: string): Promise<Result<string, CommandError>> => {
    if (!isPossible()) {
      return commandError(
        'usage',
        'No terminal to prompt on. Pass the user name (with --user for join) and the password with --password-stdin.',
      );
    }
    prompt ??= openPrompt({ input: stdin, output: stderr });
    const line = await prompt[kind](question);
    return line === undefined ? commandError('interrupted', 'Interrupted.') : ok(line);
  };
  return {
    get possible() {
      return isPossible();
    },
    text: (question) => ask('text', question),
    secret: (question) => ask('secret', question),
    close: () => {
      prompt?.close();
      prompt = undefined;
    },
  };
}
