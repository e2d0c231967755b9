import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { end, start } from './children.ts';
import type { Command } from './timed.ts';

const driver = fileURLToPath(new URL('terminal.py', import.meta.url));

/** What was written to a terminal: bytes, frames (each starts with the synchronized-output mark), and full clears. */
type Drawn = { readonly bytes: number; readonly frames: number; readonly clears: number };
/** How long each typed letter took to be painted, how many never were, and the bytes written for each. */
type Typed = Drawn & {
  readonly tookMs: readonly number[];
  readonly lost: number;
  readonly sizes: readonly number[];
};

/** A program in a pseudo terminal. All times are taken in the terminal's process. */
export type BenchTerminal = {
  /** The program's process id. */
  readonly pid: number;
  /** Waits until a text is drawn. */
  sees(text: string): Promise<void>;
  /** Presses a key `times` times per frame until a text is drawn; resolves with the time it took. */
  pressUntil(keys: string, times: number, text: string): Promise<number>;
  /** Types letters one by one, at most one per `gapMs`. */
  type(letters: number, gapMs: number): Promise<Typed>;
  listen(seconds: number): Promise<Drawn>;
} & AsyncDisposable;

/** Starts a program in a pseudo terminal of this size. */
export async function openBenchTerminal(
  { argv, env }: Command,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Promise<BenchTerminal> {
  const command = ['python3', '-B', driver, String(columns), String(rows), ...argv];
  const child = start(command, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  (child.stderr as Readable).on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const lines = createInterface({ input: child.stdout as Readable });
  const gone = once(child, 'exit').then(() => {
    throw new Error(`the terminal has ended: ${complaint}`);
  });
  gone.catch(() => {});
  const answer = async <T>(): Promise<T> => {
    const [line] = (await Promise.race([once(lines, 'line'), gone])) as [string];
    return JSON.parse(line) as T;
  };
  const ask = async <T>(what: object): Promise<T> => {
    (child.stdin as Writable).write(`${JSON.stringify(what)}\n`);
    return await answer<T>();
  };
  const { pid } = await answer<{ pid: number }>();
  return {
    pid,
    sees: async (text) => void (await ask({ do: 'wait', text, limitS: 30 })),
    pressUntil: async (keys, times, until) =>
      (await ask<{ tookMs: number }>({ do: 'press', keys, times, until, limitS: 300 })).tookMs,
    type: async (letters, gapMs) => await ask<Typed>({ do: 'type', letters, gapMs }),
    listen: async (seconds) => await ask<Drawn>({ do: 'listen', seconds }),
    [Symbol.asyncDispose]: async () => {
      (child.stdin as Writable).end();
      await Promise.race([gone.catch(() => {}), new Promise((late) => setTimeout(late, 8000).unref())]);
      await end(child);
    },
  };
}
