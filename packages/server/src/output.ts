import process from 'node:process';

/** Prints a line on stdout. */
export const out = (line: string): void => void process.stdout.write(`${line}\n`);

/** Prints an error on stderr, with the name of the program. */
export const complain = (message: string): void => void process.stderr.write(`securechat-server: ${message}\n`);

let serving = false;

/** From now on output that cannot be written is dropped: a server lives on without its terminal, its pipe or space on the disk. */
export function survivesOutput(): void {
  serving = true;
}

/** Ends a command whose output cannot be written: quietly where its reader has seen enough (`| head`), otherwise with exit code 1. */
export function guardOutput(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (serving) return;
    if (error.code === 'EPIPE') process.exit(0);
    complain(`Cannot write the output: ${error.code === 'ENOSPC' ? 'no space left' : error.code}.`);
    process.exit(1);
  });
}

/** How long output may take to reach its reader at the end. */
const flushWithinMs = 500;

/** Resolves when everything printed has been taken by the system, or after half a second where nobody reads. */
export async function flushOutput(): Promise<void> {
  const flushed = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, flushWithinMs);
  await Promise.race([Promise.all(flushed), promise]);
  clearTimeout(timer);
}
