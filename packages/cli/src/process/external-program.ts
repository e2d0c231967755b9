import type { Clock } from '@securechat/client';
import { err, type Result } from '@securechat/protocol';
import { editText } from './editor.ts';

/** Hands the terminal to another program until `run` has ended; the screen is redrawn afterwards. */
export type Suspend = (run: () => Promise<void>) => Promise<void>;

/** What running another program in the terminal requires. */
export type ExternalProgramParts = {
  /** The command that edits a text. */
  readonly editor: string;
  readonly lend: Suspend;
  readonly clock: Pick<Clock, 'after'>;
};

/** How long after the other program Ctrl+C is still ignored: the exit may be reported before the signal that caused it. */
const lateSignalMs = 1000;

const ignore = () => {};

/** Ignores Ctrl+C while `run` runs: the terminal sends it to this process too, but it is meant for the other program. */
function sigintIgnorer(clock: Pick<Clock, 'after'>) {
  let restore = () => {};
  return async (run: () => Promise<void>): Promise<void> => {
    restore();
    const listeners = process.listeners('SIGINT');
    process.on('SIGINT', ignore);
    for (const listener of listeners) process.off('SIGINT', listener);
    try {
      await run();
    } finally {
      const cancel = clock.after(lateSignalMs, () => restore());
      restore = () => {
        cancel();
        for (const listener of listeners) process.on('SIGINT', listener);
        process.off('SIGINT', ignore);
        restore = () => {};
      };
    }
  };
}

/** Runs the editor in the terminal. */
export function runExternal({ editor, lend, clock }: ExternalProgramParts) {
  const ignoringSigint = sigintIgnorer(clock);
  let running = false;
  const edit = async (text: string): Promise<Result<string, string>> => {
    if (running) return err('The editor cannot be opened now.');
    let edited: Result<string, string> = err('The editor could not be opened.');
    running = true;
    try {
      // Around the whole loan: the terminal sends signals for Ctrl+C before the editor has started and after it has ended.
      await ignoringSigint(() =>
        lend(async () => {
          edited = await editText(text, editor);
        }),
      );
    } finally {
      running = false;
    }
    return edited;
  };
  return { edit };
}
