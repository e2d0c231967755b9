import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '@securechat/client';
import type { Suspend } from '../process/external-program.ts';
import { allModesOn } from './terminal-modes.ts';

/** A stop takes effect at once or not at all; after this time it has not. */
const stopWithinMs = 100;

export type JobControlParts = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly clock: Pick<Clock, 'after'>;
  /** Hands the terminal to the shell. */
  readonly lend: Suspend;
  /** Stops the process group, as the terminal driver does for Ctrl-Z. */
  readonly stop: () => void;
  readonly redraw: () => void;
  /** Called if the process was not stopped, because there is no shell to continue it. */
  readonly cannot: () => void;
};

/** Stops the chat on Ctrl+Z, and continues it. In between the shell has the terminal in its original state. */
export function jobControl({ stdin, stdout, clock, lend, stop, redraw, cannot }: JobControlParts) {
  let stopping = false;
  let continued = false;
  let wake = () => {};
  const stopped = async () => {
    stop();
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    const cancel = clock.after(stopWithinMs, resolve);
    await promise;
    cancel();
    // The timer may fire before the signal that came first is handled.
    await turn();
  };
  const suspend = async () => {
    if (stopping) return;
    stopping = true;
    continued = false;
    try {
      await lend(stopped);
    } finally {
      stopping = false;
    }
    if (!continued) cannot();
  };
  return {
    suspend,
    /** For SIGCONT. If another process stopped this one, it could not restore the terminal, and the shell has changed it since. */
    wasContinued: () => {
      continued = true;
      wake();
      if (stopping || !stdin.isRaw) return;
      // Node ignores a call that sets the mode it believes to be active.
      stdin.setRawMode(false);
      stdin.setRawMode(true);
      stdout.write(allModesOn);
      redraw();
    },
  };
}
