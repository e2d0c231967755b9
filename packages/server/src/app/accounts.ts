import { closeCodes } from '@securechat/protocol/close-codes';
import type { Refusal } from '@securechat/protocol/errors';
import { generalRoom, type SessionId, type UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { SessionSummary } from '@securechat/protocol/people';
import { err, ok, type Result } from '@securechat/protocol/result';
import { isBlank } from '@securechat/protocol/text';
import {
  impossiblePassword,
  preparePassword,
  sessionEndsMs,
  validatePassword,
  validateUserName,
} from '../domain/account.ts';
import type { Budget } from '../ports/limiter.ts';
import type { Account, NewSession, StoredSession } from '../ports/store.ts';
import { type CarriedRooms, carriedRooms } from './carried-rooms.ts';
import type { AsyncResult, Caller, Context } from './context.ts';

/** A connection that has just signed in; `token` is set if its session is new. */
export type SignedIn = Caller & { readonly token?: string };
/** A new account, with what became of the rooms of its invite. */
export type SignedUp = SignedIn & CarriedRooms;
type Credentials = {
  readonly user: string;
  readonly password: string;
  readonly device: string;
  readonly address: string;
};

/** Spends from a budget, or refuses with `slow_down`. */
export async function spend(ctx: Context, budget: Budget, key: string, cost = 1): Promise<Result<void, Refusal>> {
  if (cost <= 0) return ok(undefined);
  const spent = await ctx.limiter.spend(budget, key, cost);
  if (spent.allowed) return ok(undefined);
  // A name is not logged, because people sometimes type a password there.
  ctx.limitLog.hit(budget, budget === 'loginName' ? undefined : key, { retryAfterMs: spent.retryAfterMs });
  return err({ code: 'slow_down', retryAfterMs: spent.retryAfterMs });
}

function newSession(ctx: Context, { device, address }: Credentials): { token: string; session: NewSession } {
  const token = ctx.ids.token();
  const [id, tokenHash] = [ctx.ids.sessionId(), ctx.ids.digest(token)];
  return { token, session: { id, tokenHash, device: cleanDevice(device), address, atMs: ctx.time.latestMs() } };
}

/** A device's name is shown in lists: one line, no control characters. */
function cleanDevice(device: string): string {
  return isBlank(device) ? 'unnamed device' : device.replace(/\p{C}/gu, '').trim();
}

/** The hash of an invite's code if it can be used to sign up now. */
async function openInvite(ctx: Context, code: string | undefined): Promise<Uint8Array | undefined> {
  if (code === undefined || code === '') return undefined;
  const hash = ctx.ids.digest(code);
  return (await ctx.store.isInviteOpen(hash, ctx.time.earliestMs())) ? hash : undefined;
}

/** Creates an account, a member of `general` and of the rooms of the invite, with its first session. */
export async function signUp(ctx: Context, ask: Credentials & { readonly invite?: string }): AsyncResult<SignedUp> {
  const { signup, passwordMin } = ctx.settings;
  if (signup === 'closed') return err({ code: 'signup_closed' });
  const name = validateUserName(ask.user);
  if (!name.ok) return name;
  const rules = { user: name.value, min: passwordMin, isCommon: ctx.isCommonPassword };
  const password = validatePassword(ask.password, rules);
  if (!password.ok) return password;
  if (signup === 'invite' && !ask.invite) return err({ code: 'invite_needed' });
  const inviteHash = await openInvite(ctx, ask.invite);
  // An attempt with an invite counts for the invite, and only if it fails, because a whole office may sign up at once. Other attempts count
  // for the address.
  const key = inviteHash ? `invite ${Buffer.from(inviteHash).toString('hex').slice(0, 16)}` : ask.address;
  const paid = await spend(ctx, 'signup', key);
  if (!paid.ok) return paid;
  if (inviteHash) await ctx.limiter.giveBack('signup', key);
  if (signup === 'invite' && !inviteHash) {
    ctx.log.info('sign-up refused', { user: name.value, code: 'bad_invite', address: ask.address });
    return err({ code: 'bad_invite' });
  }
  const hash = await ctx.hasher.hash(password.value);
  if (!hash.ok) {
    if (!inviteHash) await ctx.limiter.giveBack('signup', key);
    return err({ code: 'busy', retryAfterMs: 1000 });
  }
  const { token, session } = newSession(ctx, ask);
  const made = await ctx.store.createAccount({
    user: name.value,
    passwordHash: hash.value,
    session,
    ...(inviteHash ? { inviteHash, inviteAtMs: ctx.time.earliestMs() } : {}),
    room: generalRoom,
    atMs: ctx.clock.nowMs(),
  });
  if (!made.ok) {
    if (inviteHash) await ctx.limiter.spend('signup', key);
    ctx.log.info('sign-up refused', { user: name.value, code: made.error, address: ask.address });
    return err({ code: made.error });
  }
  ctx.knownAddresses.note(name.value, ask.address);
  for (const event of made.value.events) ctx.bus.publish({ kind: 'event', event });
  ctx.log.info('signed up', { user: name.value, session: session.id, address: ask.address });
  const caller = { user: name.value, session: session.id };
  return ok({ ...caller, token, ...(await carriedRooms(ctx, caller, made.value)) });
}

/**
 * Opens a session for an account whose password was right, replacing another one if the account has its maximum. False if the account was
 * disabled, or its password changed, in the meantime.
 */
async function openSession(
  ctx: Context,
  { user, passwordHash }: Account,
  session: NewSession,
  isInUse: (session: SessionId) => boolean,
): Promise<boolean> {
  const atMs = ctx.time.earliestMs();
  const { absoluteMs, idleMs } = ctx.settings.lifetimes;
  const inUse = (await ctx.store.sessions(user)).map(({ id }) => id).filter(isInUse);
  const opened = await ctx.store.openSession({
    user,
    passwordHash,
    session,
    atMs: ctx.time.latestMs(),
    maxSessions: limits.sessionsPerUser,
    // A session expires exactly at that time, not after it.
    expiredBeforeMs: { created: atMs - absoluteMs + 1, lastSeen: atMs - idleMs + 1 },
    inUse,
  });
  if (!opened.ok || opened.value.length === 0) return opened.ok;
  ctx.bus.publish({ kind: 'sessions-ended', sessions: opened.value });
  ctx.log.info('sessions ended by a log-in', { user, ended: opened.value.length });
  return true;
}

/** Whether the user has used this address: in this process, or, which is stored, last with one of its sessions. */
async function isKnown(ctx: Context, user: UserId, address: string): Promise<boolean> {
  if (ctx.knownAddresses.has(user, address)) return true;
  return (await ctx.store.sessions(user)).some((session) => session.address === address);
}

/**
 * Opens a session with a password. An unknown user, a wrong password and a disabled account get the same answer after the same time.
 * `isInUse` says which sessions have a connection now.
 */
export async function logIn(
  ctx: Context,
  ask: Credentials,
  isInUse: (session: SessionId) => boolean,
): AsyncResult<SignedIn> {
  const paid = await spend(ctx, 'login', ask.address);
  if (!paid.ok) return paid;
  const name = validateUserName(ask.user);
  // Attempts at one name are limited across all addresses, also for a name without an account, so that nobody learns which names exist.
  // Addresses known for the user are not affected by attempts from elsewhere.
  const known = name.ok && (await isKnown(ctx, name.value, ask.address));
  const nameKey = name.ok ? `${name.value}${known ? ` ${ask.address}` : ''}` : undefined;
  if (nameKey !== undefined) {
    const tried = await spend(ctx, 'loginName', nameKey);
    if (!tried.ok) return tried;
  }
  const password = preparePassword(ask.password);
  const account = name.ok ? await ctx.store.account(name.value) : undefined;
  // A password that no account can have needs no hashing: how long that takes tells only what was typed.
  const verified = password.ok ? await ctx.hasher.verify(password.value, account?.passwordHash) : ok(false);
  if (!verified.ok) {
    // No password was compared.
    await ctx.limiter.giveBack('login', ask.address);
    if (nameKey !== undefined) await ctx.limiter.giveBack('loginName', nameKey);
    return err({ code: 'busy', retryAfterMs: 1000 });
  }
  if (!account || account.disabled || !password.ok || !verified.value) {
    // Only existing names are logged, because a password is often typed into the wrong field.
    ctx.log.warn('log-in refused', { user: account?.user ?? 'unknown', address: ask.address });
    return err(password.ok ? { code: 'wrong_credentials' } : impossiblePassword);
  }
  const { token, session } = newSession(ctx, ask);
  if (!(await openSession(ctx, account, session, isInUse))) return err({ code: 'wrong_credentials' });
  // Only failed attempts count for long, because an office behind one address logs in at the same time.
  await ctx.limiter.giveBack('login', ask.address);
  ctx.knownAddresses.note(account.user, ask.address);
  ctx.log.info('logged in', { user: account.user, session: session.id, address: ask.address });
  return ok({ user: account.user, session: session.id, token });
}

/** How old the stored time of use may become before it is updated. */
const touchMs = 60 * 60 * 1000;

/** Records that a session is in use: now and then, or when its address is new. Never fails the request, not even on a full disk. */
export async function touch(ctx: Context, session: StoredSession, address = session.address): Promise<void> {
  const atMs = ctx.time.latestMs();
  if (session.lastSeenMs + touchMs > atMs && address === session.address) return;
  try {
    await ctx.store.touchSession(session.id, atMs, address);
  } catch (thrown) {
    ctx.log.warn('last use of a session not saved', { session: session.id, reason: String(thrown) });
  }
}

/** Resumes a session. `endsMs` is when it ends if it is not used again. */
export async function resume(
  ctx: Context,
  token: string,
  address?: string,
): AsyncResult<SignedIn & { readonly endsMs: number }> {
  const tokenHash = ctx.ids.digest(token);
  const found = await ctx.store.sessionByToken(tokenHash);
  if (!found) {
    const isGone = await ctx.store.isTokenOfDeleted(tokenHash);
    return err({ code: 'session_expired', ...(isGone && { detail: closeCodes.account_deleted.message }) });
  }
  if (sessionEndsMs(found, ctx.settings.lifetimes) <= ctx.time.earliestMs()) {
    await endSession(ctx, found.user, found.id);
    return err({ code: 'session_expired' });
  }
  await touch(ctx, found, address);
  if (address !== undefined) ctx.knownAddresses.note(found.user, address);
  const endsMs = sessionEndsMs({ ...found, lastSeenMs: ctx.time.latestMs() }, ctx.settings.lifetimes);
  return ok({ user: found.user, session: found.id, endsMs });
}

/** The account's sessions that have not expired, with the caller's one marked. */
export async function listSessions(ctx: Context, caller: Caller): Promise<SessionSummary[]> {
  const nowMs = ctx.time.earliestMs();
  const lives = (session: StoredSession) =>
    session.id === caller.session || sessionEndsMs(session, ctx.settings.lifetimes) > nowMs;
  const sessions = (await ctx.store.sessions(caller.user)).filter(lives);
  return sessions.map(({ id, device, address, createdMs, lastSeenMs }) => ({
    id,
    device,
    ...(address === '' ? {} : { address }),
    createdMs,
    lastSeenMs,
    current: id === caller.session,
  }));
}

/** Ends a session of this user for good and closes its sockets. */
export async function endSession(ctx: Context, user: UserId, session: SessionId): AsyncResult<void> {
  if (!(await ctx.store.endSession(user, session))) return err({ code: 'no_such_session' });
  ctx.bus.publish({ kind: 'sessions-ended', sessions: [session] });
  ctx.log.info('session ended', { user, session });
  return ok(undefined);
}
