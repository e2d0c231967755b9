import { spawn } from 'node:child_process';
import { foreignVariables } from './foreign-variables.ts';

/** A notification command finishes quickly; one that hangs is killed after this time. */
const maxMs = 10_000;

/**
 * Runs a command of the user with `input` on its stdin. No shell is involved, so arguments are never interpreted. `failed` is called
 * if it cannot be started.
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
    // Most commands do not read their input.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    // The chat does not wait for it.
    child.unref();
  } catch (thrown) {
    failed(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
