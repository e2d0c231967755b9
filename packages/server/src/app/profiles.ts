import type { UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { PersonSummary, Profile } from '@securechat/protocol/people';
import { err, ok } from '@securechat/protocol/result';
import { userNamed } from '../domain/account.ts';
import type { ProfileChange, StoredProfile } from '../domain/profile.ts';
import { validateProfileChange } from '../domain/validate-profile.ts';
import type { AsyncResult, Caller, Context } from './context.ts';

type Parts = Pick<Context, 'bus' | 'presence' | 'store'>;

/** Whether presence and profiles are announced in a room of this size. */
export function tellsPresence({ members }: { readonly members: number }): boolean {
  return members <= limits.presenceMembers;
}

/** A profile as others see it: without what is empty, and away by the user's own word or because the user is idle. */
export function toProfile(user: UserId, { displayName, status, away }: StoredProfile, isIdle: boolean): Profile {
  const reason = away ?? (isIdle ? '' : undefined);
  return {
    user,
    ...(displayName === '' ? {} : { displayName }),
    ...(status === '' ? {} : { status }),
    ...(reason === undefined ? {} : { away: reason }),
  };
}

/** Sends the user's profile, as it is now, to the other members of the user's smaller rooms. */
export async function announceProfile({ bus, presence, store }: Parts, user: UserId): Promise<void> {
  const account = await store.account(user);
  if (!account) return;
  const isIdle = (await presence.idle([user])).length > 0;
  const rooms = (await store.memberships(user)).filter(tellsPresence).map(({ room }) => room);
  bus.publish({ kind: 'profile', rooms, user, profile: toProfile(user, account.profile, isIdle) });
}

/** Changes the caller's profile. */
export async function setProfile(ctx: Context, { user, session }: Caller, typed: ProfileChange): AsyncResult<void> {
  const change = validateProfileChange(typed);
  if (!change.ok) return change;
  const set = await ctx.store.changeAccount({ kind: 'set-profile', user, session, change: change.value });
  if (!set.ok) return err({ code: set.error });
  const account = await ctx.store.account(user);
  if (!account) return ok(undefined);
  const { profile } = account;
  ctx.bus.publish({ kind: 'own-profile', user, profile: toProfile(user, profile, false), hidden: profile.hidden });
  await announceProfile(ctx, user);
  return ok(undefined);
}

/** What is known of a user. Presence is told neither of nor to somebody who is hidden. */
export async function getProfile(ctx: Context, caller: Caller, typed: string): AsyncResult<PersonSummary> {
  const named = userNamed(typed);
  if (!named.ok) return named;
  const user = named.value;
  const account = await ctx.store.account(user);
  if (!account) return err({ code: 'no_such_user' });
  const { profile, seenMs, deletedMs } = account;
  if (deletedMs !== undefined) return ok({ user, deleted: true });
  if (user === caller.user) return ok({ ...toProfile(user, profile, false), online: true, hidden: profile.hidden });
  const asker = await ctx.store.account(caller.user);
  if (profile.hidden || asker?.profile.hidden) return ok(toProfile(user, profile, false));
  const isIdle = (await ctx.presence.idle([user])).length > 0;
  const online = (await ctx.presence.online([user])).length > 0;
  const seen = online || seenMs === undefined ? {} : { lastSeenMs: seenMs };
  return ok({ ...toProfile(user, profile, isIdle), online, ...seen });
}
