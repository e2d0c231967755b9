import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '@securechat/client';
import type { Suspend } from '../process/external-program.ts';
import { allModesOn } from './terminal-modes.ts';

/** A stop takes effect at once or not at all; after this much time of our own it has not. */
const stopWithinMs = 100;

export type JobControlParts = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly clock: Pick<Clock, 'after'>;
  /** To the shell. */
  readonly lend: Suspend;
  /** Stops this process and those it was started with, as the terminal does for Ctrl-Z. */
  readonly stop: () => void;
  readonly redraw: () => void;
  /** The process was not stopped: nobody is there who could continue it. */
  readonly cannot: () => void;
};

/** Stops the chat on Ctrl+Z, and continues it. Meanwhile the shell has the terminal, as it was before the chat. */
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
    // Time runs out before the signal that came first is heard.
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
    /** For SIGCONT. Whoever was stopped from outside could not put the terminal back, and the shell has changed it since. */
    wasContinued: () => {
      continued = true;
      wake();
      if (stopping || !stdin.isRaw) return;
      // Setting a mode that is thought to be set already does nothing.
      stdin.setRawMode(false);
      stdin.setRawMode(true);
      stdout.write(allModesOn);
      redraw();
    },
  };
}
