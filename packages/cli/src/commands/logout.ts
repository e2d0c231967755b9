import { ok, type Result } from '@securechat/protocol';
import { accountName, tokenFor, tokensFor } from '../accounts/account-token.ts';
import { endSession } from '../accounts/end-session.ts';
import { findTarget, resolveAccount, type Target } from '../accounts/target.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { accountsOf, forgetAccount, readServers } from '../config/known-servers.ts';
import { deleteLocalData, deleteServerData, spoolFolder } from '../local-data/local-store.ts';
import { type CommandError, serverOption } from '../output/command-error.ts';
import type { CommonFlags } from '../process/env.ts';
import { Spool } from '../sending/spool.ts';
import { serverName } from '../text/server-url.ts';

export type LogoutFlags = CommonFlags & { readonly wipe?: boolean };

/** The account is no longer the default, so the option must name it. */
const wipeOption = (target: Target) => serverOption({ ...target, isDefault: false });

/** The account is logged out already: deletes what is left of it, or of this server. */
function wipeLeft(run: CommandContext, target: Target): Result<void, CommandError> {
  const known = readServers(target.home);
  if (!known.ok) return known;
  const server = known.value.servers[target.url];
  deleteServerData(target, server === undefined ? [] : accountsOf(server));
  if (!run.flags.json) run.out.done(`Deleted the stored data of ${serverName(target.url)}.`);
  return ok(undefined);
}

/** Removes the token of an account whose session has ended, and the account from the list of this device. */
export async function forgetToken(run: CommandContext, target: Target): Promise<Result<void, CommandError>> {
  const { url, home, user } = target;
  if (user === undefined || target.token !== undefined) return ok(undefined);
  const removed = await tokensFor(run, target).remove(accountName(user, url));
  return removed.ok ? forgetAccount(home, url, user) : removed;
}

/** Ends the session at the server, and deletes its token and the stored history; unsent messages only with --wipe. */
export async function logout(run: CommandContext<LogoutFlags>): Promise<Result<void, CommandError>> {
  const target = await resolveAccount(run);
  if (!target.ok) {
    const left = run.flags.wipe && target.error.exit === 'not_signed_in' ? findTarget(run) : target;
    return left.ok ? wipeLeft(run, left.value.target) : target;
  }
  const { url, user } = target.value;
  const token = await tokenFor(run, target.value);
  if (!token.ok) return token;
  const ended = await endSession(run, target.value, token.value);
  // If the session has already ended, the goal is reached; if the server could not be asked, the token stays.
  if (!ended.ok && ended.error.exit !== 'not_signed_in') return ended;
  const forgotten = await forgetToken(run, target.value);
  if (!forgotten.ok) return forgotten;
  const { unsent, drafts, open } = await deleteLocalData(target.value, run.flags.wipe === true);
  if (open) run.out.note('A chat with this account is open on this device, so its stored messages were not deleted.');
  const spooled = run.flags.wipe ? 0 : new Spool(spoolFolder(target.value)).list().length;
  const left = [
    ...(spooled > 0 ? [`${spooled} spooled ${spooled === 1 ? 'message' : 'messages'}`] : []),
    ...(unsent > 0 ? [`${unsent} ${unsent === 1 ? 'unsent message' : 'unsent messages'}`] : []),
    ...(drafts > 0 ? [`${drafts} ${drafts === 1 ? 'draft' : 'drafts'}`] : []),
  ];
  if (left.length > 0)
    run.out.note(
      `Kept for the next log-in: ${left.join(', ')}. To delete this too: securechat logout --wipe${wipeOption(target.value)}`,
    );
  if (run.flags.json) run.out.json({ server: url, user: user ?? null, loggedOut: true });
  else run.out.done(`Logged out ${user === undefined ? '' : `${user} `}at ${serverName(url)}.`);
  return ok(undefined);
}
