import type { Result } from '@securechat/protocol';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { CommandError } from '../output/command-error.ts';
import { asked, resumedSession, withClient } from './connect.ts';
import type { Target } from './target.ts';

/** Ends the session of a token at its server, over a separate connection. */
export async function endSession(
  run: CommandContext,
  target: Target,
  token: string,
): Promise<Result<void, CommandError>> {
  const options = { follow: false, reconnect: false, token };
  return await withClient(run, target, options, async (client) => {
    const session = await resumedSession(client, target);
    return session.ok ? await asked(client.logOut(), target) : session;
  });
}
