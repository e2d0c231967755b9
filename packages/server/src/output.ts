import { fstatSync, statfsSync, statSync } from 'node:fs';
import process from 'node:process';
import { getSystemErrorMessage } from 'node:util';

/** Prints a line on stdout. */
export const out = (line: string): void => void process.stdout.write(`${line}\n`);

/** Prints an error on stderr, with the name of the program. */
export const showError = (message: string): void => void process.stderr.write(`securechat-server: ${message}\n`);

/** Less than this counts as full: a file system reserves some space. */
const minFreeBytes = 4096;

/** Whether standard output is on a full disk, as far as that can be known without writing. */
function isOutputFull(): boolean {
  try {
    const stat = fstatSync(1);
    if (stat.isCharacterDevice()) return stat.rdev === statSync('/dev/full').rdev;
    if (!stat.isFile()) return false;
    const { bavail, bsize } = statfsSync('/proc/self/fd/1');
    return bavail * bsize < minFreeBytes;
  } catch {
    // Other systems have neither path; there the first write fails.
    return false;
  }
}

/** The message for output that could not be written. */
export function writeFailure(error: NodeJS.ErrnoException): string {
  const reason = error.errno === undefined ? error.message : getSystemErrorMessage(error.errno);
  return `Cannot write to standard output: ${reason}.`;
}

let serving = false;
/** Another place reports that output cannot be written, or has done so. */
let reported = false;

/** Whether standard output is full, which it then reports: called before a command does anything. */
export function refuseFullOutput(): boolean {
  if (!isOutputFull()) return false;
  showError('Cannot write to standard output: no space left on device. Nothing was done.');
  reported = true;
  return true;
}

/** From now on output that cannot be written is dropped: a server keeps running without its terminal, its pipe or disk space. */
export function survivesOutput(): void {
  serving = true;
}

/** Prints lines whose loss the caller reports. Resolves with the error if the system did not accept all of them. */
export async function print(lines: string): Promise<NodeJS.ErrnoException | undefined> {
  reported = true;
  const error = await new Promise<Error | null | undefined>((resolve) => process.stdout.write(`${lines}\n`, resolve));
  if (error) return error;
  reported = false;
  return undefined;
}

/** Ends a command whose output cannot be written: quietly if its reader has closed the pipe (`| head`), otherwise with exit code 1. */
export function guardOutput(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (serving || reported) return;
    if (error.code === 'EPIPE') process.exit(0);
    showError(writeFailure(error));
    process.exit(1);
  });
}

/** How long the last output may take to be written. */
const flushWithinMs = 500;

/** Resolves when the system has accepted all output, or after half a second if nobody reads. */
export async function flushOutput(): Promise<void> {
  const flushed = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, flushWithinMs);
  await Promise.race([Promise.all(flushed), promise]);
  clearTimeout(timer);
}
