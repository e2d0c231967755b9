import { ok, type Result } from '@securechat/protocol';
import { type At, type CommandError, commandError, commandErrorOf, unreachableError } from '../output/command-error.ts';
import type { SendReport } from './send-lines.ts';

/** How a run of messages ends the command. `many`: a number tells which of them was refused. */
export function sendStop(
  { sent, unanswered, end }: SendReport,
  many: boolean,
  at: At,
  waitMs = 0,
): Result<void, CommandError> {
  const count = `Sent: ${sent}. Without an answer: ${unanswered}.`;
  switch (end.kind) {
    case 'done':
      return ok(undefined);
    case 'timed-out':
      return commandError('timed_out', `No answer came in time. ${count} Those may or may not have arrived.`);
    case 'interrupted':
      return commandError('interrupted', `Interrupted. ${count} Those may or may not have arrived.`);
    case 'unreadable':
      return commandError('usage', sent > 0 ? `${end.message} Sent before it: ${sent}.` : end.message);
    case 'lost': {
      const { exit, message } = unreachableError(end.failure, at, waitMs);
      return commandError(exit, unanswered > 0 ? `${message} ${count} Those may or may not have arrived.` : message);
    }
    default: {
      const { exit, message } = commandErrorOf(end.failure, at);
      return commandError(exit, many ? `Line ${end.line}: ${message} Stopped there. Sent: ${sent}.` : message);
    }
  }
}
