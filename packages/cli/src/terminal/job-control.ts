import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '@securechat/client';
import type { Suspend } from '../process/external-program.ts';
import { allModesOn, ourModesOff, ourModesOn } from './terminal-modes.ts';

/** A stop takes effect at once or not at all; after this much time of our own it has not. */
const stopWithinMs = 100;

export type JobControlParts = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly clock: Pick<Clock, 'after'>;
  /** Stops this process and those it was started with, as the terminal does for Ctrl-Z. */
  readonly stop: () => void;
  readonly redraw: () => void;
  /** The process was not stopped: nobody is there who could continue it. */
  readonly cannot: () => void;
};

/** Stops the chat and continues it. The shell has the terminal meanwhile, as it was before the chat. */
export function jobControl({ stdin, stdout, clock, stop, redraw, cannot }: JobControlParts) {
  let handOver: Suspend | undefined;
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
    if (handOver === undefined || stopping) return;
    stopping = true;
    continued = false;
    try {
      stdout.write(ourModesOff);
      await handOver(stopped);
    } finally {
      stdout.write(ourModesOn);
      stopping = false;
    }
    if (!continued) cannot();
  };
  return {
    suspend,
    attach: (given: Suspend) => {
      handOver = given;
    },
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
