import { ok, type Result } from '@securechat/protocol';
import { signUp } from '../account.ts';
import type { Stop } from '../failure.ts';
import type { Run } from '../run.ts';
import { resolveTarget } from '../target.ts';

/** Makes an account. */
export async function signup(run: Run, user: string | undefined): Promise<Result<void, Stop>> {
  const target = await resolveTarget(run);
  if (!target.ok) return target;
  const session = await signUp(run, target.value, user);
  if (!session.ok) return session;
  if (run.flags.json) run.out.json({ user: session.value.user, server: target.value.url });
  else run.out.line(`Signed up as ${session.value.user}. Next: securechat chat`);
  return ok(undefined);
}
