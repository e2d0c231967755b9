import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '@securechat/client';
import type { Controller } from '../chat/controller.ts';
import { type InputEvent, TerminalInput } from './input.ts';

/** Reads a terminal in raw mode. */
export type TerminalReader = {
  /** Sets raw mode and starts reading; also after `pause`. */
  readonly resume: () => void;
  /** Stops reading, and leaves raw mode. Resolves once no system read is pending, so that another program gets every key. */
  readonly pause: () => Promise<void>;
};

/** The only reader of the keyboard. Bytes that arrive before `resume` stay in the system's buffer. */
export function terminalReader(
  stdin: NodeJS.ReadStream,
  emit: (event: InputEvent) => void,
  clock: Pick<Clock, 'nowMs' | 'after'>,
): TerminalReader {
  const input = new TerminalInput(emit, clock);
  const read = (bytes: Uint8Array) => input.push(bytes);
  return {
    resume: () => {
      stdin.setRawMode(true);
      stdin.ref();
      stdin.off('data', read);
      stdin.on('data', read);
      stdin.resume();
    },
    pause: async () => {
      input.stop();
      stdin.off('data', read);
      stdin.pause();
      stdin.setRawMode(false);
      stdin.unref();
      // The stream stops the system's reads one turn after it was paused.
      await turn();
    },
  };
}

/** Ink's standard input, which is empty: Ink only draws. As it is not a terminal, Ink's input hooks throw. */
export function silentStdin(): NodeJS.ReadableStream {
  return new Readable({ read: () => {} });
}

/** Passes the terminal's events to the controller. */
export function inputTo({ press, paste, focus }: Pick<Controller, 'press' | 'paste' | 'focus'>) {
  return (event: InputEvent) => {
    if (event.kind === 'key') press(event.press);
    else if (event.kind === 'paste') paste(event.text);
    else if (event.kind === 'focus') focus(event.focused);
  };
}
