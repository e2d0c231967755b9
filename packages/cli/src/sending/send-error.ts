import { ok, type Result } from '@securechat/protocol';
import { type At, type CommandError, commandError, commandErrorOf, unreachableError } from '../output/command-error.ts';
import type { SendReport } from './send-lines.ts';

/** The error of a command whose sending ended early. `many`: include the number of the refused line. */
export function sendError(
  { sent, unanswered, end }: SendReport,
  many: boolean,
  at: At,
  waitMs = 0,
): Result<void, CommandError> {
  const count = `Sent: ${sent}. Unconfirmed: ${unanswered}.`;
  const maybe = 'Unconfirmed messages may or may not have arrived.';
  switch (end.kind) {
    case 'done':
      return ok(undefined);
    case 'timed-out':
      return commandError('timed_out', `No reply in time. ${count} ${maybe}`);
    case 'interrupted':
      return commandError('interrupted', `Interrupted. ${count} ${maybe}`);
    case 'unreadable':
      return commandError('usage', sent > 0 ? `${end.message} Sent before it: ${sent}.` : end.message);
    case 'lost': {
      const { exit, message } = unreachableError(end.failure, at, waitMs);
      return commandError(exit, unanswered > 0 ? `${message} ${count} ${maybe}` : message);
    }
    default: {
      const { exit, message } = commandErrorOf(end.failure, at);
      return commandError(exit, many ? `Line ${end.line}: ${message} Stopped there. Sent: ${sent}.` : message);
    }
  }
}
