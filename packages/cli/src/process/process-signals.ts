import type { ChatClient } from '@securechat/client';
import { cleanLine } from '../text/clean.ts';
import type { CrashFacts } from './crash-report.ts';
import { type ChatOutcome, exitCode } from './exit-codes.ts';

/** Callbacks for what happens to the process of a chat. */
export type ProcessListener = {
  readonly client: Pick<ChatClient, 'wake'>;
  /** The keyboard; the chat ends when it closes. Undefined for a pipe, which may end. */
  readonly stdin: NodeJS.ReadStream | undefined;
  /** The chat must end, with this outcome. */
  readonly end: (outcome: ChatOutcome) => void;
  /** An unexpected error was thrown; returns how the chat ends. */
  readonly crashed: (error: unknown) => ChatOutcome;
  /** Called after a stop, when the process continues. */
  readonly continued?: () => void;
};

/** Stores a crash report; returns its path, or undefined if none could be stored. */
export type ReportCrash = (
  error: unknown,
  facts: Pick<CrashFacts, 'face' | 'size' | 'actions' | 'counts'>,
) => string | undefined;

/** The message after an unexpected error. The error's own message is printed, but not stored in the report. */
export function sayCrash(error: unknown, report: string | undefined): ChatOutcome {
  const what = cleanLine(error instanceof Error ? error.message : String(error));
  const where = report === undefined ? '' : ` A report without any of your text is in ${report}`;
  return { exitCode: 1, message: `The chat ended because of an unexpected error: ${what}. Please report it.${where}` };
}

/** The exit code of a chat whose terminal was closed. */
export const hungUpCode = exitCode('hung_up');

/** Whether a chat ended without its user's doing, so that they may still be typing. A closed terminal has nothing to read. */
export function endedByItself({ exitCode: code }: ChatOutcome): boolean {
  return code !== 0 && code !== hungUpCode;
}

const signals = { SIGTERM: exitCode('terminated'), SIGHUP: hungUpCode, SIGINT: exitCode('interrupted') } as const;

/** Ends the chat on a signal or an unexpected error, so that the terminal is restored first. */
export function watchSignals(listener: ProcessListener): () => void {
  const { client, stdin, end, crashed, continued } = listener;
  const handlers = Object.entries(signals).map(
    ([name, exitCode]) => [name, () => end({ exitCode, message: `Ended by ${name}.` })] as const,
  );
  const fail = (error: unknown) => end(crashed(error));
  const hungUp = () => end({ exitCode: hungUpCode, message: 'The terminal was closed.' });
  // After a stop the connection may have died.
  const wake = () => {
    client.wake();
    continued?.();
  };
  for (const [name, run] of handlers) process.on(name, run);
  process.on('uncaughtException', fail);
  process.on('SIGCONT', wake);
  // A closed terminal ends the input or fails; it also fails when its modes are to be restored.
  for (const how of ['end', 'error']) stdin?.on(how, hungUp);
  return () => {
    for (const [name, run] of handlers) process.off(name, run);
    process.off('uncaughtException', fail);
    process.off('SIGCONT', wake);
    for (const how of ['end', 'error']) stdin?.off(how, hungUp);
  };
}
