import { spawn } from 'node:child_process';
import { foreignVariables } from './foreign-variables.ts';

/** A command that tells of a message is done in a moment; one that hangs is ended. */
const maxMs = 10_000;

/**
 * Runs a command of the user's; `input` is what it can read. No shell is between, so that nothing in an argument is obeyed. `failed`
 * is told when it cannot be started.
 */
export function runCommand(
  command: string,
  { args, input, variables }: { args: readonly string[]; input: string; variables: NodeJS.ProcessEnv },
  failed: (why: string) => void,
): void {
  try {
    const child = spawn(command, args, {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: foreignVariables(variables),
      shell: false,
      timeout: maxMs,
      windowsHide: true,
    });
    child.once('error', (error) => failed(error.message));
    // Most commands read nothing.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    // The chat need not wait for it.
    child.unref();
  } catch (thrown) {
    failed(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
