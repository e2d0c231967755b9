import type { Clock } from '@securechat/client';

/** Whoever is still typing notices within this time that the chat has ended. */
const quietMs = 300;
/** A key that is held down, or a program that types, does not delay the end any longer. */
const maxMs = 5000;

/**
 * Discards input until nothing has been typed for a moment. When a chat ends by itself while its user is typing, the rest of the line
 * would go to the shell, Enter included, and the shell would run it.
 */
export async function dropTyped(stdin: NodeJS.ReadStream, clock: Pick<Clock, 'after'>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let cancelQuiet = clock.after(quietMs, resolve);
  const cancelMax = clock.after(maxMs, resolve);
  const drop = () => {
    cancelQuiet();
    cancelQuiet = clock.after(quietMs, resolve);
  };
  // Raw: neither echoed nor kept for the next program.
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
