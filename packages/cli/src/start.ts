import { writeSync } from 'node:fs';
import process from 'node:process';
import { isatty } from 'node:tty';
import { getSystemErrorMessage } from 'node:util';
import type { CliEnv } from './process/env.ts';
import { exitCode } from './process/exit-codes.ts';
import { version } from './process/version.ts';
import { runCli } from './program.ts';

// Time to count what is unanswered and to say good-bye; whoever presses Ctrl-C twice does not want to wait at all.
const graceMs = 1000;
const interrupted = new AbortController();
process.on('SIGINT', () => {
  if (interrupted.signal.aborted) process.exit(exitCode('interrupted'));
  interrupted.abort();
  setTimeout(() => process.exit(exitCode('interrupted')), graceMs);
});

// Without a terminal there is none to be closed. `nohup` asks for SIGHUP to be ignored, which Node undoes at its start.
if (![0, 1, 2].some((fd) => isatty(fd))) process.on('SIGHUP', () => {});

/** Says why the output is not complete: at once and past the stream, since the process ends now. */
function showError(error: NodeJS.ErrnoException): void {
  try {
    const reason = error.errno === undefined ? error.message : getSystemErrorMessage(error.errno);
    writeSync(2, `securechat: cannot write to standard output: ${reason}.\n`);
  } catch {
    // There is nowhere to say it.
  }
}

// The reader of a pipe has seen enough (`| head`): that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    if (stream === process.stdout) showError(error);
    process.exit(exitCode('unexpected'));
  });
}

/** Users get a sentence; SECURECHAT_DEBUG=1 gets the stack. */
function sayUnexpected(thrown: unknown): void {
  const { message = String(thrown), stack } = thrown as Partial<Error>;
  const detail = process.env.SECURECHAT_DEBUG ? `\n${stack}` : ' (SECURECHAT_DEBUG=1 tells more)';
  process.stderr.write(`securechat: something unexpected went wrong: ${message}${detail}\n`);
}
process.on('uncaughtException', (thrown) => {
  // A chat that has the terminal gives it back first, and says more.
  if (process.listenerCount('uncaughtException') > 1) return;
  sayUnexpected(thrown);
  process.exit(exitCode('unexpected'));
});

// The usual way to say that the system's own zone is meant, which the runtime takes for a name that it does not know.
if (process.env.TZ === ':/etc/localtime') delete process.env.TZ;

const env: CliEnv = {
  // Node opens it when it is first asked for; who has the text in the command line needs none.
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
// What was printed must be out before the process ends: pipes are asynchronous on some systems.
if (process.stdout.writableLength > 0) await new Promise((flushed) => process.stdout.write('', flushed));
process.exit(interrupted.signal.aborted && code === 0 ? exitCode('interrupted') : code);
