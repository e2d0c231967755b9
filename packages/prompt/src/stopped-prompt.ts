/** A stop signal takes effect immediately or not at all; after this much running time it has not. */
const stopWithinMs = 100;

/** A prompt in raw mode that can be stopped with Ctrl-Z. */
export type StoppedPrompt = {
  /** For Ctrl-Z: restores the terminal and stops the process group, as the terminal driver does for other programs. */
  stop(): void;
  /** Removes the handlers. */
  end(): void;
};

/**
 * Sets raw mode again whenever the process continues after a stop, however it was stopped: otherwise typed text, even a password,
 * would be echoed. `again` is called then, since the prompt may have scrolled away.
 */
export function stoppedPrompt(stdin: NodeJS.ReadStream, again: () => void): StoppedPrompt {
  let timer: NodeJS.Timeout | undefined;
  let check: NodeJS.Immediate | undefined;
  const cancel = () => {
    clearTimeout(timer);
    clearImmediate(check);
  };
  const goOn = () => {
    cancel();
    // The shell has changed the mode, and Node ignores a call that sets the mode it believes to be active.
    stdin.setRawMode?.(false);
    stdin.setRawMode?.(true);
    again();
  };
  process.on('SIGCONT', goOn);
  return {
    stop: () => {
      stdin.setRawMode?.(false);
      // Without a shell that could continue it, the process does not stop.
      timer = setTimeout(() => {
        // After a stop, the timer is due before SIGCONT has been read.
        check = setImmediate(goOn);
      }, stopWithinMs);
      process.kill(0, 'SIGTSTP');
    },
    end: () => {
      cancel();
      process.off('SIGCONT', goOn);
    },
  };
}
