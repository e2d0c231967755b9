import { err, type Result } from '@securechat/protocol';
import { editText } from './editor.ts';

/** Hands the terminal to another program until `run` has ended; the screen is redrawn afterwards. */
export type Suspend = (run: () => Promise<void>) => Promise<void>;

/** What running another program in the terminal requires. */
export type ExternalProgramParts = {
  /** The command that edits a text. */
  readonly editor: string;
  readonly lend: Suspend;
};

/** Ignores Ctrl+C while `run` runs: the terminal sends it to this process too, but it is meant for the other program. */
async function ignoreSigint(run: () => Promise<void>): Promise<void> {
  const listeners = process.listeners('SIGINT');
  const ignore = () => {};
  process.on('SIGINT', ignore);
  for (const listener of listeners) process.off('SIGINT', listener);
  try {
    await run();
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
    process.off('SIGINT', ignore);
  }
}

/** Runs the editor in the terminal. */
export function runExternal({ editor, lend }: ExternalProgramParts) {
  let running = false;
  const edit = async (text: string): Promise<Result<string, string>> => {
    if (running) return err('The editor cannot be opened now.');
    let edited: Result<string, string> = err('The editor could not be opened.');
    running = true;
    try {
      await lend(() =>
        ignoreSigint(async () => {
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
