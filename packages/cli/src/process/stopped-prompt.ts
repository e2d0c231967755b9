import type { Clock } from '@securechat/client';
import { nodeClock } from '@securechat/client/node-clock';

/** A stop takes effect at once or not at all; after this much time of our own it has not. */
const stopWithinMs = 100;

/** A question or a line at a terminal in raw mode, which the shell has in between. */
export type StoppedPrompt = {
  /** For Ctrl-Z: gives the terminal back and stops this process and those it was started with, as the terminal does for other programs. */
  stop(): void;
  /** Nothing is asked any more. */
  end(): void;
};

/**
 * Keeps the terminal in raw mode whenever the process goes on after a stop, however it was stopped: what is typed then would be shown
 * otherwise, and a password with it. `again`: the process goes on, and what was asked is no longer seen.
 */
export function stoppedPrompt(
  stdin: NodeJS.ReadStream,
  again: () => void,
  clock: Pick<Clock, 'after'> = nodeClock,
): StoppedPrompt {
  let cancel = () => {};
  const goOn = () => {
    cancel();
    // The shell has changed the mode, and setting one that is thought to be set already does nothing.
    stdin.setRawMode?.(false);
    stdin.setRawMode?.(true);
    again();
  };
  process.on('SIGCONT', goOn);
  return {
    stop: () => {
      stdin.setRawMode?.(false);
      // Without a shell that could continue it, a process is not stopped.
      cancel = clock.after(stopWithinMs, goOn);
      process.kill(0, 'SIGTSTP');
    },
    end: () => {
      cancel();
      process.off('SIGCONT', goOn);
    },
  };
}
