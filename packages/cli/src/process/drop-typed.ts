import type { Clock } from '@securechat/client';

/** Whoever types on notices within this time that the chat has ended. */
const quietMs = 300;
/** A key that is held down, or a program that types, ends the wait nevertheless. */
const longestMs = 5000;

/**
 * Takes in and drops what is typed until nothing was for a moment. A chat that ends by itself while somebody types would leave the rest
 * of the line, with its Enter, to the shell, which would run it.
 */
export async function dropTyped(stdin: NodeJS.ReadStream, clock: Pick<Clock, 'after'>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let cancel = clock.after(quietMs, resolve);
  const cancelLongest = clock.after(longestMs, resolve);
  const drop = () => {
    let dropped = false;
    while (stdin.read() !== null) dropped = true;
    if (!dropped) return;
    cancel();
    cancel = clock.after(quietMs, resolve);
  };
  // Raw: neither shown nor kept for the next program.
  stdin.setRawMode(true);
  stdin.on('readable', drop);
  stdin.ref();
  await promise;
  cancel();
  cancelLongest();
  stdin.off('readable', drop);
  stdin.setRawMode(false);
  stdin.unref();
}
