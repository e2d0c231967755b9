import type { Result } from '@securechat/protocol';
import type { CommandContext } from '../cli-args/command-context.ts';
import { type CommandError, commandError } from '../output/command-error.ts';

/** How often a command asks for the same thing. */
export const maxAttempts = 3;

/**
 * Asks for a new password twice, until both match; `usage` after `maxAttempts`. One with fewer than `minLength` characters is asked for
 * once only: the server refuses it anyway.
 */
export async function askNewPassword(
  run: CommandContext,
  question: string,
  minLength = 0,
): Promise<Result<string, CommandError>> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const first = await run.ask.secret(question);
    if (!first.ok) return first;
    if ([...first.value].length < minLength) return first;
    const second = await run.ask.secret('Repeat the password: ');
    if (!second.ok || first.value === second.value) return second;
    run.out.warn('The passwords do not match. Try again.');
  }
  return commandError('usage', 'The passwords did not match. Nothing was changed.');
}
