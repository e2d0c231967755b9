import { ok, type Result } from '@securechat/protocol';
import { atAccount, logIn, signUp } from '../accounts/account.ts';
import { resolveTarget } from '../accounts/target.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { CommandError } from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';

/** Opens a session of the named account, and prints what was done. */
const opens =
  (open: typeof logIn, done: string) =>
  async (given: CommandContext, argument: string | undefined): Promise<Result<void, CommandError>> => {
    const at = atAccount(given, argument);
    if (!at.ok) return at;
    const { run, user } = at.value;
    const target = await resolveTarget(run);
    if (!target.ok) return target;
    const { url } = target.value;
    const session = await open(run, target.value, user);
    if (!session.ok) return session;
    if (run.flags.json) run.out.json({ user: session.value.user, server: url });
    else run.out.done(`${done} as ${session.value.user} at ${serverName(url)}. Next: securechat chat`);
    return ok(undefined);
  };

/** Logs in to an existing account, which becomes the default. */
export const login = opens(logIn, 'Logged in');

/** Creates an account, which becomes the default. */
export const signup = opens(signUp, 'Signed up');
