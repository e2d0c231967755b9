import { ok, type Result } from '@securechat/protocol';
import { forgetUser } from '../config/known-servers.ts';
import { serverName } from '../config/server-url.ts';
import { accountName, asked, resumedSession, tokenFor, tokensFor, withClient } from '../connect.ts';
import type { CommonFlags } from '../env.ts';
import type { Stop } from '../failure.ts';
import { forgetKept, forgetServerKept } from '../kept.ts';
import type { Run } from '../run.ts';
import { resolveTarget } from '../target.ts';

export type LogoutFlags = CommonFlags & { readonly wipe?: boolean };

/** Ends the session at the server, and forgets its token and what was seen here; messages never sent only when asked to. */
export async function logout(run: Run<LogoutFlags>): Promise<Result<void, Stop>> {
  const target = await resolveTarget(run);
  if (!target.ok) return target;
  const { url, home, user } = target.value;
  const token = await tokenFor(run, target.value);
  if (!token.ok) {
    if (!run.flags.wipe || token.error.exit !== 'not_signed_in') return token;
    // Logged out already, and nobody is known here any more: whatever is left of this server goes.
    forgetServerKept(target.value);
    if (!run.flags.json) run.out.line(`Nothing of ${serverName(url)} is kept here any more.`);
    return ok(undefined);
  }
  const ended = await withClient(run, target.value, { follow: false, token: token.value }, async (client) => {
    const session = await resumedSession(client, url);
    return session.ok ? await asked(client.logOut(), url) : session;
  });
  // A session the server has already ended is what was wanted; one it could not be asked about keeps its token.
  if (!ended.ok && ended.error.exit !== 'not_signed_in') return ended;
  if (user !== undefined && !run.env.variables.SECURECHAT_TOKEN) {
    const removed = await tokensFor(run, target.value).remove(accountName(user, url));
    if (!removed.ok) return removed;
    const forgotten = forgetUser(home, url);
    if (!forgotten.ok) return forgotten;
  }
  const { unsent, drafts, open } = await forgetKept(run, target.value, run.flags.wipe === true);
  if (open) run.out.note('A chat of this account is open on this device: what it has kept here stays.');
  const left = [
    ...(unsent > 0 ? [`${unsent} ${unsent === 1 ? 'message that was' : 'messages that were'} never sent`] : []),
    ...(drafts > 0 ? [`${drafts} ${drafts === 1 ? 'draft' : 'drafts'}`] : []),
  ];
  if (left.length > 0)
    run.out.note(`Kept for the next log-in: ${left.join(', ')}. To forget this too: securechat logout --wipe`);
  if (!run.flags.json) run.out.line(`Logged out at ${serverName(url)}.`);
  return ok(undefined);
}
