import { ok, type Result, sayError } from '@securechat/protocol';
import { logIn, signUp } from '../account.ts';
import { parseInviteLink } from '../config/server-url.ts';
import type { CommonFlags } from '../env.ts';
import { type Stop, stop } from '../failure.ts';
import type { Run } from '../run.ts';
import { resolveTarget } from '../target.ts';
import { chat } from './chat.ts';

export type JoinFlags = CommonFlags & { readonly login?: boolean; readonly user?: string };

/** A name that is taken may be one's own. */
function orLogIn({ exit, say }: Stop): Result<never, Stop> {
  return stop(exit, say === sayError('name_taken') ? `${say} If it is yours, add --login.` : say);
}

/** Takes up an invite link: pins the server, makes an account (or logs in), and opens the chat. */
export async function join(run: Run<JoinFlags>, text: string): Promise<Result<void, Stop>> {
  const link = parseInviteLink(text);
  if (!link.ok) return stop('usage', link.error);
  const { url, pin, invite } = link.value;
  const invited: Run = { ...run, flags: { ...run.flags, server: url, pin, ...(invite ? { invite } : {}) } };
  const target = await resolveTarget(invited);
  if (!target.ok) return target;
  const interactive = run.env.stdin.isTTY && run.env.stdout.isTTY && !run.flags.json;
  const { user } = target.value;
  if (interactive && user !== undefined && !run.flags.login && run.flags.user === undefined) {
    run.out.note(`${user} is signed in here already: securechat chat opens that. This makes another account.`);
  }
  const session = await (run.flags.login ? logIn : signUp)(invited, target.value, run.flags.user);
  if (!session.ok) return run.flags.login ? session : orLogIn(session.error);
  const done = `Signed ${run.flags.login ? 'in' : 'up'} as ${session.value.user}.`;
  if (interactive) {
    run.out.note(`${done} Later: securechat chat`);
    return await chat(invited);
  }
  if (run.flags.json) run.out.json({ user: session.value.user, server: url });
  else run.out.line(`${done} Next: securechat chat`);
  return ok(undefined);
}
