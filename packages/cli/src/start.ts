import { writeSync } from 'node:fs';
import process from 'node:process';
import { isatty } from 'node:tty';
import { getSystemErrorMessage } from 'node:util';
import type { CliEnv } from './process/env.ts';
import { exitCode } from './process/exit-codes.ts';
import { version } from './process/version.ts';
import { runCli } from './program.ts';

// Time to count unanswered messages and to close cleanly. A second Ctrl-C exits at once.
const graceMs = 1000;
const interrupted = new AbortController();
process.on('SIGINT', () => {
  if (interrupted.signal.aborted) process.exit(exitCode('interrupted'));
  interrupted.abort();
  setTimeout(() => process.exit(exitCode('interrupted')), graceMs);
});

// Without a terminal, SIGHUP has nothing to close. `nohup` ignores it, but Node resets that at startup.
if (![0, 1, 2].some((fd) => isatty(fd))) process.on('SIGHUP', () => {});

/** Reports why the output is incomplete. Writes synchronously to stderr, since the process exits next. */
function showError(error: NodeJS.ErrnoException): void {
  try {
    const reason = error.errno === undefined ? error.message : getSystemErrorMessage(error.errno);
    writeSync(2, `securechat: cannot write to standard output: ${reason}.\n`);
  } catch {
    // stderr cannot be written either.
  }
}

// EPIPE: the reader of the pipe has closed it (`| head`), which is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    // The terminal was closed. An open chat ends as on the signal that says so, which may come later or not at all.
    if (error.code === 'EIO' && stream.isTTY) return void process.kill(process.pid, 'SIGHUP');
    if (stream === process.stdout) showError(error);
    process.exit(exitCode('unexpected'));
  });
}

/** Prints the message of an unexpected error, with the stack if SECURECHAT_DEBUG is set. */
function sayUnexpected(thrown: unknown): void {
  const { message = String(thrown), stack } = thrown as Partial<Error>;
  const detail = process.env.SECURECHAT_DEBUG ? `\n${stack}` : ' (set SECURECHAT_DEBUG=1 for details)';
  process.stderr.write(`securechat: Internal error: ${message}${detail}\n`);
}
process.on('uncaughtException', (thrown) => {
  // An open chat has its own handler, which restores the terminal first and reports more.
  if (process.listenerCount('uncaughtException') > 1) return;
  sayUnexpected(thrown);
  process.exit(exitCode('unexpected'));
});

// `:/etc/localtime` is a common way to select the system's time zone, but the runtime does not know it as a name.
if (process.env.TZ === ':/etc/localtime') delete process.env.TZ;

const env: CliEnv = {
  // A getter, because Node opens stdin on first access; a command with its text in the arguments needs none.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  variables: process.env,
  version,
  interrupted: interrupted.signal,
  nowMs: Date.now,
};

const code = await runCli(process.argv.slice(2), env).catch((thrown: unknown) => {
  sayUnexpected(thrown);
  return exitCode('unexpected');
});
// Flush stdout before exiting: pipes are asynchronous on some systems.
if (process.stdout.writableLength > 0) await new Promise((flushed) => process.stdout.write('', flushed));
process.exit(interrupted.signal.aborted && code === 0 ? exitCode('interrupted') : code);
