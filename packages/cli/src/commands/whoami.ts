import { ok, type Result } from '@securechat/protocol';
import { withSession } from '../accounts/connect.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { CommandError } from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';

/** Prints the logged-in user, as the server reports it. */
export async function whoami(run: CommandContext): Promise<Result<void, CommandError>> {
  return await withSession(run, { follow: false }, async ({ session, target }) => {
    if (run.flags.json) run.out.json({ user: session.user, server: target.url, session: session.session });
    else run.out.line(`${session.user} at ${serverName(target.url)}`);
    return ok(undefined);
  });
}
