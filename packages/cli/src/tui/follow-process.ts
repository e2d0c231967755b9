import type { ChatClient } from '@securechat/client';
import type { Outcome } from './actions/tui.ts';
import { cleanLine } from './text/clean.ts';

/** What is told of the process a chat runs in. */
export type ProcessHearer = {
  readonly client: Pick<ChatClient, 'wake'>;
  /** The keyboard, whose end is the end of the chat; a pipe may end. */
  readonly stdin: NodeJS.ReadStream | undefined;
  /** The chat must end, with this outcome. */
  readonly end: (outcome: Outcome) => void;
  /** Another program has the terminal: Ctrl-C is meant for that one. */
  readonly busyElsewhere?: () => boolean;
};

/** What is said when something was thrown that nobody expected. */
export function crashed(error: unknown): Outcome {
  const what = cleanLine(error instanceof Error ? error.message : String(error));
  return { exitCode: 1, say: `The chat ended because of an unexpected error: ${what}. Please report it.` };
}

const signals = { SIGTERM: 143, SIGHUP: 129, SIGINT: 130 } as const;

/** Ends the chat when the process is told to end or something unexpected is thrown, so that the terminal is restored first. */
export function followProcess({ client, stdin, end, busyElsewhere = () => false }: ProcessHearer): () => void {
  const handlers = Object.entries(signals).map(([name, exitCode]) => {
    const run = () => {
      if (name !== 'SIGINT' || !busyElsewhere()) end({ exitCode, say: `The chat was ended by ${name}.` });
    };
    return [name, run] as const;
  });
  const fail = (error: unknown) => end(crashed(error));
  const hungUp = () => end({ exitCode: 129, say: 'The terminal was closed.' });
  // Stopped and continued: the connection may have died meanwhile.
  const wake = () => client.wake();
  for (const [name, run] of handlers) process.on(name, run);
  process.on('uncaughtException', fail);
  process.on('SIGCONT', wake);
  stdin?.on('end', hungUp);
  return () => {
    for (const [name, run] of handlers) process.off(name, run);
    process.off('uncaughtException', fail);
    process.off('SIGCONT', wake);
    stdin?.off('end', hungUp);
  };
}
