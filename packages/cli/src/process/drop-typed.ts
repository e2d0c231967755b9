import type { Clock } from '@securechat/client';

/** A user who is still typing notices within this time that the chat has ended. */
const quietMs = 300;
/** Upper bound, in case a key is held down or a program types. */
const maxMs = 5000;

/**
 * Discards input until nothing has been typed for a moment. If a chat ends by itself while its user is typing, the shell would
 * otherwise receive the rest of the line, and run it.
 */
export async function dropTyped(stdin: NodeJS.ReadStream, clock: Pick<Clock, 'after'>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let cancelQuiet = clock.after(quietMs, resolve);
  const cancelMax = clock.after(maxMs, resolve);
  const drop = () => {
    cancelQuiet();
    cancelQuiet = clock.after(quietMs, resolve);
  };
  // Raw mode: input is neither echoed nor passed to the next program.
  stdin.setRawMode(true);
  stdin.on('data', drop);
  stdin.ref();
  stdin.resume();
  await promise;
  cancelQuiet();
  cancelMax();
  stdin.off('data', drop);
  stdin.pause();
  stdin.setRawMode(false);
  stdin.unref();
}
