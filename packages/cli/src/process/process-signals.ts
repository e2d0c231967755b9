import type { ChatClient } from '@securechat/client';
import { cleanLine } from '../text/clean.ts';
import type { CrashFacts } from './crash-report.ts';
import { type ChatOutcome, exitCode } from './exit-codes.ts';

/** What is told of the process a chat runs in. */
export type ProcessListener = {
  readonly client: Pick<ChatClient, 'wake'>;
  /** The keyboard, whose end is the end of the chat; a pipe may end. */
  readonly stdin: NodeJS.ReadStream | undefined;
  /** The chat must end, with this outcome. */
  readonly end: (outcome: ChatOutcome) => void;
  /** Something was thrown that nobody expected: how the chat ends then. */
  readonly crashed: (error: unknown) => ChatOutcome;
  /** Stopped and continued. */
  readonly continued?: () => void;
};

/** Keeps a report of an error; where it lies, or nothing where none could be kept. */
export type ReportCrash = (
  error: unknown,
  facts: Pick<CrashFacts, 'face' | 'size' | 'actions' | 'counts'>,
) => string | undefined;

/** What is said when something was thrown that nobody expected. The words of the error are for the one who sees the screen alone. */
export function sayCrash(error: unknown, report: string | undefined): ChatOutcome {
  const what = cleanLine(error instanceof Error ? error.message : String(error));
  const where = report === undefined ? '' : ` A report without any of your text is in ${report}`;
  return { exitCode: 1, message: `The chat ended because of an unexpected error: ${what}. Please report it.${where}` };
}

/** The exit code of a chat whose terminal is gone. */
export const hungUpCode = exitCode('hung_up');

/** Whether a chat ended that its user did not end, so that they may be typing still. A terminal that is gone has nothing to read. */
export function endedByItself({ exitCode: code }: ChatOutcome): boolean {
  return code !== 0 && code !== hungUpCode;
}

const signals = { SIGTERM: exitCode('terminated'), SIGHUP: hungUpCode, SIGINT: exitCode('interrupted') } as const;

/** Ends the chat when the process is told to end or something unexpected is thrown, so that the terminal is restored first. */
export function watchSignals(hearer: ProcessListener): () => void {
  const { client, stdin, end, crashed, continued } = hearer;
  const handlers = Object.entries(signals).map(
    ([name, exitCode]) => [name, () => end({ exitCode, message: `Ended by ${name}.` })] as const,
  );
  const fail = (error: unknown) => end(crashed(error));
  const hungUp = () => end({ exitCode: hungUpCode, message: 'The terminal was closed.' });
  // Stopped and continued: the connection may have died meanwhile.
  const wake = () => {
    client.wake();
    continued?.();
  };
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
