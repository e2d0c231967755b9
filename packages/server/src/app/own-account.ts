import type { Refusal } from '@securechat/protocol/errors';
import { err, ok } from '@securechat/protocol/result';
import { preparePassword, validatePassword } from '../domain/account.ts';
import { spend } from './accounts.ts';
import type { AsyncResult, Caller, Context } from './context.ts';

const wrongPassword: Refusal = { code: 'wrong_credentials', detail: 'The current password is wrong.' };
const hasherBusy: Refusal = { code: 'busy', retryAfterMs: 1000 };

/**
 * The password as it is hashed, and the hash that it was compared with, if it is the caller's. Attempts have a budget per session, as strict
 * as the one for log-ins: an unattended screen allows no faster guesses, and guesses made elsewhere do not keep the owner out.
 */
async function checkPassword(
  ctx: Context,
  { user, session }: Caller,
  typed: string,
): AsyncResult<{ readonly password: string; readonly hash: string }> {
  const key = `${user} ${session}`;
  const tried = await spend(ctx, 'password', key);
  if (!tried.ok) return tried;
  const account = await ctx.store.account(user);
  const password = preparePassword(typed);
  const verified = password.ok ? await ctx.hasher.verify(password.value, account?.passwordHash) : ok(false);
  if (!verified.ok) {
    // No password was compared.
    await ctx.limiter.giveBack('password', key);
    return err(hasherBusy);
  }
  if (account && password.ok && verified.value) return ok({ password: password.value, hash: account.passwordHash });
  ctx.log.warn('own password refused', { user, session });
  return err(wrongPassword);
}

/** Replaces the caller's password and ends its other sessions. Requires the current one. */
export async function changePassword(
  ctx: Context,
  caller: Caller,
  ask: { readonly current: string; readonly new: string },
): AsyncResult<void> {
  const { user, session } = caller;
  const current = await checkPassword(ctx, caller, ask.current);
  if (!current.ok) return current;
  const password = validatePassword(ask.new, { user, min: ctx.settings.passwordMin, isCommon: ctx.isCommonPassword });
  if (!password.ok) return password;
  if (password.value === current.value.password) {
    return err({ code: 'weak_password', detail: 'The new password is the current one. Choose another.' });
  }
  const hash = await ctx.hasher.hash(password.value);
  if (!hash.ok) {
    await ctx.limiter.giveBack('password', `${user} ${session}`);
    return err(hasherBusy);
  }
  const [from, to] = [current.value.hash, hash.value];
  const changed = await ctx.store.changeAccount({ kind: 'change-password', user, session, from, to });
  if (!changed.ok) return err(changed.error === 'wrong_credentials' ? wrongPassword : { code: changed.error });
  ctx.bus.publish({ kind: 'sessions-ended', sessions: changed.value });
  ctx.log.info('password changed', { user, session, ended: changed.value.length });
  return ok(undefined);
}

/** Deletes the caller's account for good. Requires the password. The caller's own connection is left open, so that it can be answered. */
export async function deleteAccount(ctx: Context, caller: Caller, typed: string): AsyncResult<void> {
  const { user, session } = caller;
  const password = await checkPassword(ctx, caller, typed);
  if (!password.ok) return password;
  const passwordHash = password.value.hash;
  const deleted = await ctx.store.deleteAccount({ user, session, passwordHash, atMs: ctx.clock.nowMs() });
  if (!deleted.ok) return err(deleted.error === 'wrong_credentials' ? wrongPassword : { code: deleted.error });
  const { sessions, events } = deleted.value;
  for (const event of events) ctx.bus.publish({ kind: 'event', event });
  ctx.bus.publish({ kind: 'sessions-ended', sessions, accountDeleted: true });
  ctx.log.info('account deleted', { user, session, ended: sessions.length });
  return ok(undefined);
}
