import type { RoomId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { BanSummary, MemberRole } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { userNamed } from '../domain/account.ts';
import { refusalTo } from '../domain/permissions.ts';
import { validateRemoval, validateRoleChange } from '../domain/removal.ts';
import { validateReason } from '../domain/room.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { fittingBy } from './fitting.ts';
import { changeRoom } from './room-change.ts';
import type { ListAsk, ListPage } from './rooms.ts';

/** A member of a room, or somebody else, by name as typed, and why something is done. */
type Target = { readonly room: RoomId; readonly user: string; readonly reason?: string | undefined };

/** Ends the membership of another user. */
export async function removeMember(ctx: Context, caller: Caller, { room, ...ask }: Target): AsyncResult<void> {
  const named = userNamed(ask.user);
  if (!named.ok) return named;
  const user = named.value;
  const refusal = validateRemoval({ room, user, by: caller.user });
  if (refusal) return err(refusal);
  const reason = validateReason(ask.reason);
  if (!reason.ok) return reason;
  return await changeRoom(ctx, caller, { kind: 'remove', room, user, reason: reason.value, id: ctx.ids.eventId() });
}

/** Ends the membership of another user, if there is one, and prevents others for a while or for good. */
export async function banMember(
  ctx: Context,
  caller: Caller,
  { room, forMs, ...ask }: Target & { readonly forMs?: number | undefined },
): AsyncResult<void> {
  const named = userNamed(ask.user);
  if (!named.ok) return named;
  const user = named.value;
  const refusal = validateRemoval({ room, user, by: caller.user });
  if (refusal) return err(refusal);
  const reason = validateReason(ask.reason);
  if (!reason.ok) return reason;
  const untilMs = forMs === undefined ? undefined : ctx.time.latestMs() + forMs;
  const id = ctx.ids.eventId();
  return await changeRoom(ctx, caller, { kind: 'ban', room, user, untilMs, reason: reason.value, id });
}

/** Lifts a ban. */
export async function unbanMember(ctx: Context, caller: Caller, { room, ...ask }: Target): AsyncResult<void> {
  const user = userNamed(ask.user);
  if (!user.ok) return user;
  const bansAtMs = ctx.time.earliestMs();
  return await changeRoom(ctx, caller, { kind: 'unban', room, user: user.value, bansAtMs, id: ctx.ids.eventId() });
}

/** Gives a member another role. */
export async function setRole(
  ctx: Context,
  caller: Caller,
  { room, role, ...ask }: Target & { readonly role: MemberRole },
): AsyncResult<void> {
  const user = userNamed(ask.user);
  if (!user.ok) return user;
  const refusal = validateRoleChange({ room, role });
  if (refusal) return err(refusal);
  const { ownersPerRoom } = limits;
  return await changeRoom(ctx, caller, {
    kind: 'role',
    room,
    user: user.value,
    role,
    ownersPerRoom,
    id: ctx.ids.eventId(),
  });
}

/** The bytes of a ban in a frame, without its reason, whose characters take up to three bytes each. */
const banBytes = 160;

/** A page of the bans of a room, for those who may ban. */
export async function listBans(
  ctx: Context,
  { user }: Caller,
  ask: ListAsk<UserId> & { readonly room: RoomId },
): AsyncResult<ListPage<BanSummary>> {
  const { room, after, limit = limits.listPage } = ask;
  const asked = await ctx.store.room(room, user);
  const isAdministrator = (await ctx.store.account(user))?.administrator === true;
  const refusal = refusalTo('ban', { kind: asked?.kind, role: asked?.role, isAdministrator });
  if (refusal === 'not_allowed') {
    return err({ code: refusal, detail: 'Only the moderators and owners of a room can see its bans.' });
  }
  if (refusal !== undefined) return err({ code: refusal });
  const found = await ctx.store.bans(room, { atMs: ctx.time.earliestMs(), after, limit: limit + 1 });
  const items = fittingBy(found.slice(0, limit), ({ reason = '' }) => banBytes + 3 * reason.length);
  return ok({ items, more: found.length > items.length });
}
