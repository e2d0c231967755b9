import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '@securechat/protocol/result';

/** What the process runs; the published bundle has it as JavaScript beside this one. */
const damageProgram = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './damage-program.ts' : './damage-program.js', import.meta.url),
);

/**
 * Looks for damaged pages while the server serves. Calls `done` with the problems, or with the reason why the check failed; the returned
 * function cancels the check, resolves when it has ended, and nothing is reported any more.
 *
 * It is a process, because a thread cannot be ended: while it loads SQLite that aborts the whole server, and while SQLite reads, which
 * takes minutes for a large database, nothing interrupts it.
 */
export function checkForDamage(
  file: string,
  done: (result: Result<readonly string[], string>) => void,
): () => Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let cancelled = false;
  const child = execFile(process.execPath, [damageProgram, file], (failure, stdout) => {
    if (!cancelled) done(failure ? err(failure.message) : ok(stdout.split('\n').filter(Boolean)));
    end();
  });
  return () => {
    cancelled = true;
    child.kill('SIGKILL');
    return ended;
  };
}
