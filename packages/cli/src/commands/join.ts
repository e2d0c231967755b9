import { ok, type Result } from '@securechat/protocol';
import { logIn, signUp } from '../account.ts';
import { parseInviteLink } from '../config/server-url.ts';
import type { CommonFlags } from '../env.ts';
import { type Stop, stop } from '../failure.ts';
import type { Run } from '../run.ts';
import { resolveTarget } from '../target.ts';
import { chat } from './chat.ts';

export type JoinFlags = CommonFlags & { readonly login?: boolean; readonly user?: string };

/** Takes up an invite link: pins the server, makes an account (or logs in), and opens the chat. */
export async function join(run: Run<JoinFlags>, text: string): Promise<Result<void, Stop>> {
  const link = parseInviteLink(text);
  if (!link.ok) return stop('usage', link.error);
  const { url, pin, invite } = link.value;
  const invited: Run = { ...run, flags: { ...run.flags, server: url, pin, ...(invite ? { invite } : {}) } };
  const target = await resolveTarget(invited);
  if (!target.ok) return target;
  const session = await (run.flags.login ? logIn : signUp)(invited, target.value, run.flags.user);
  if (!session.ok) return session;
  const done = `Signed ${run.flags.login ? 'in' : 'up'} as ${session.value.user}.`;
  if (run.env.stdin.isTTY && run.env.stdout.isTTY && !run.flags.json) {
    run.out.note(done);
    return await chat(invited);
  }
  if (run.flags.json) run.out.json({ user: session.value.user, server: url });
  else run.out.line(`${done} Next: securechat chat`);
  return ok(undefined);
}
