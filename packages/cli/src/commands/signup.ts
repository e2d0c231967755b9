import { ok, type Result } from '@securechat/protocol';
import { atAccount, signUp } from '../accounts/account.ts';
import { resolveTarget } from '../accounts/target.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import type { CommandError } from '../output/command-error.ts';
import { serverName } from '../text/server-url.ts';

/** Creates an account, which becomes the default. */
export async function signup(given: CommandContext, argument: string | undefined): Promise<Result<void, CommandError>> {
  const at = atAccount(given, argument);
  if (!at.ok) return at;
  const { run, user } = at.value;
  const target = await resolveTarget(run);
  if (!target.ok) return target;
  const { url } = target.value;
  const session = await signUp(run, target.value, user);
  if (!session.ok) return session;
  if (run.flags.json) run.out.json({ user: session.value.user, server: url });
  else run.out.done(`Signed up as ${session.value.user} at ${serverName(url)}. Next: securechat chat`);
  return ok(undefined);
}
