import { setImmediate as turn } from 'node:timers/promises';
import { err, type Result } from '@securechat/protocol';
import { editText } from './editor.ts';

/** Hands the terminal to another program until `run` has ended; the screen is then drawn anew. */
export type Suspend = (run: () => Promise<void>) => Promise<void>;

/** What is needed to let another program have the terminal. */
export type ExternalProgramParts = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** The command that edits a text. */
  readonly editor: string;
  /** What the chat has written to set the terminal up beyond what the screen library does, and what undoes it. */
  readonly modesOn: string;
  readonly modesOff: string;
};

/**
 * Reads nothing from the keyboard while `run` runs. The screen library leaves the stream open, and its reads would take some of
 * the keys that are meant for the other program.
 */
async function withoutReading(stdin: NodeJS.ReadStream, run: () => Promise<void>): Promise<void> {
  const listeners = stdin.listeners('readable') as (() => void)[];
  for (const listener of listeners) stdin.off('readable', listener);
  // The stream takes note of its listeners a turn later, and only then can be paused.
  await turn();
  stdin.pause();
  await turn();
  try {
    await run();
  } finally {
    for (const listener of listeners) stdin.on('readable', listener);
  }
}

/** Lets Ctrl-C pass by while `run` runs: the terminal tells it to this process too, but it is meant for the other program. */
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

/** Lets an editor have the terminal for a while. */
export function runExternal({ stdin, stdout, editor, modesOn, modesOff }: ExternalProgramParts) {
  let suspend: Suspend | undefined;
  let running = false;
  const edit = async (text: string): Promise<Result<string, string>> => {
    if (suspend === undefined || running) return err('The editor cannot be opened now.');
    let edited: Result<string, string> = err('The editor could not be opened.');
    running = true;
    try {
      stdout.write(modesOff);
      const work = async () => {
        edited = await editText(text, editor);
      };
      await suspend(() => withoutReading(stdin, () => ignoreSigint(work)));
    } finally {
      stdout.write(modesOn);
      running = false;
    }
    return edited;
  };
  const attach = (given: Suspend) => {
    suspend = given;
  };
  return { edit, attach };
}
