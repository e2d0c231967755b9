import type { RoomId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { Invitation, RoomSummary } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { userNamed } from '../domain/account.ts';
import type { InvitationCommand } from '../domain/decide-invitation.ts';
import { mayDo, refusalTo } from '../domain/permissions.ts';
import type { InvitationChanged, PendingOfRoom } from '../ports/invitation-store.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { banRefusal } from './room-change.ts';

type CallersPart = 'by' | 'session' | 'atMs';
/** A command without the parts that are the same for all commands of a caller. */
type Change<C = InvitationCommand> = C extends InvitationCommand ? Omit<C, CallersPart> : never;

/** How long a link is valid if nothing else is asked for: seven days. */
const linkMs = 7 * 24 * 60 * 60 * 1000;

async function change(ctx: Context, { user: by, session }: Caller, asked: Change): AsyncResult<InvitationChanged> {
  const changed = await ctx.store.changeInvitation({ ...asked, by, session, atMs: ctx.clock.nowMs() });
  if (!changed.ok) return err({ code: changed.error });
  for (const event of changed.value.events) ctx.bus.publish({ kind: 'event', event });
  return changed;
}

/** Invites a user to a room that the caller is in, and tells all devices of that user. */
export async function invite(ctx: Context, caller: Caller, room: RoomId, typed: string): AsyncResult<void> {
  const named = userNamed(typed);
  if (!named.ok) return named;
  const user = named.value;
  const invited = await change(ctx, caller, { kind: 'invite', room, user, bansAtMs: ctx.time.earliestMs(), limits });
  if (!invited.ok && invited.error.code === 'banned') {
    return err(await banRefusal(ctx, { room, user, by: caller.user }));
  }
  if (!invited.ok) return invited;
  if (!invited.value.changed) return ok(undefined);
  for (const invitation of await ctx.store.invitations(user, room)) {
    ctx.bus.publish({ kind: 'invited', user, invitation });
  }
  return ok(undefined);
}

/** The caller's invitations that are neither accepted nor declined, the newest first. */
export function listInvitations(ctx: Context, caller: Caller): Promise<readonly Invitation[]> {
  return ctx.store.invitations(caller.user);
}

/** What is pending of a room, for those who may invite: its moderators and owners see all invitations, others their own. */
export async function listRoomInvitations(ctx: Context, { user }: Caller, room: RoomId): AsyncResult<PendingOfRoom> {
  const asked = await ctx.store.room(room, user);
  const isAdministrator = (await ctx.store.account(user))?.administrator === true;
  const standing = { kind: asked?.kind, role: asked?.role, inviters: asked?.inviters, isAdministrator };
  const refusal = refusalTo('invite', standing);
  if (refusal !== undefined) return err({ code: refusal });
  const by = mayDo('remove', standing) ? undefined : user;
  return ok(await ctx.store.roomInvitations(room, { by, atMs: ctx.time.latestMs() }));
}

/** Creates a link to a room that the caller is in, for whoever uses it first. */
export async function inviteByLink(
  ctx: Context,
  caller: Caller,
  { room, expiresMs = linkMs }: { readonly room: RoomId; readonly expiresMs?: number | undefined },
): AsyncResult<{ readonly code: string; readonly expiresMs: number }> {
  const code = ctx.ids.linkCode();
  const endMs = ctx.time.latestMs() + expiresMs;
  const codeHash = ctx.ids.digest(code);
  const created = await change(ctx, caller, {
    kind: 'link',
    room,
    codeHash,
    expiresMs: endMs,
    expiryMs: ctx.time.earliestMs(),
    limits,
  });
  return created.ok ? ok({ code, expiresMs: endMs }) : created;
}

/** Makes the caller a member of a room, by an invitation or with the code of a link. */
export async function acceptInvitation(
  ctx: Context,
  caller: Caller,
  ask: { readonly room: RoomId } | { readonly code: string },
): AsyncResult<RoomSummary> {
  const to = 'room' in ask ? ask : ({ codeHash: ctx.ids.digest(ask.code), expiryMs: ctx.time.earliestMs() } as const);
  const accepted = await change(ctx, caller, {
    kind: 'accept',
    to,
    id: ctx.ids.eventId(),
    bansAtMs: ctx.time.earliestMs(),
    limits,
  });
  if (!accepted.ok) {
    if (accepted.error.code !== 'banned') return accepted;
    const banned = 'room' in to ? to.room : await ctx.store.linkRoom(to.codeHash);
    // A link that was used up meanwhile names no room.
    return banned === undefined
      ? accepted
      : err(await banRefusal(ctx, { room: banned, user: caller.user, by: caller.user }));
  }
  const { room } = accepted.value;
  ctx.bus.publish({ kind: 'invitation-ended', user: caller.user, room });
  const joined = await ctx.store.room(room, caller.user);
  return joined ? ok(joined) : err({ code: 'no_such_room' });
}

async function end(ctx: Context, caller: Caller, user: UserId, asked: Change): AsyncResult<void> {
  const ended = await change(ctx, caller, asked);
  if (!ended.ok) return ended;
  ctx.bus.publish({ kind: 'invitation-ended', user, room: ended.value.room });
  return ok(undefined);
}

/** Declines the invitation to a room. */
export function declineInvitation(ctx: Context, caller: Caller, room: RoomId): AsyncResult<void> {
  return end(ctx, caller, caller.user, { kind: 'decline', room });
}

/** Revokes the invitation of a user to a room that the caller is in or, without a user, all links of the room. */
export async function revokeInvitation(
  ctx: Context,
  caller: Caller,
  { room, user }: { readonly room: RoomId; readonly user?: string | undefined },
): AsyncResult<void> {
  const named = user === undefined ? undefined : userNamed(user);
  if (named?.ok === false) return named;
  if (named) return await end(ctx, caller, named.value, { kind: 'revoke', room, user: named.value });
  const revoked = await change(ctx, caller, { kind: 'revoke', room });
  return revoked.ok ? ok(undefined) : revoked;
}
