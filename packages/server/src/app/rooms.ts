import type { RoomId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { MemberSummary, RoomSummary } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { validateRemoval } from '../domain/removal.ts';
import { validateRoomName, validateTopic } from '../domain/room.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { fittingBy } from './messages.ts';
import type { Presence } from './presence.ts';

async function summary(ctx: Context, room: RoomId, caller: Caller): AsyncResult<RoomSummary> {
  const found = await ctx.store.room(room, caller.user);
  return found ? ok(found) : err({ code: 'no_such_room' });
}

/** Makes a room, with its maker as first member. */
export async function createRoom(
  ctx: Context,
  caller: Caller,
  ask: { readonly room: string; readonly topic?: string | undefined },
): AsyncResult<RoomSummary> {
  const room = validateRoomName(ask.room);
  if (!room.ok) return room;
  const topic = validateTopic(ask.topic ?? '');
  if (!topic.ok) return topic;
  const made = await ctx.store.createRoom({
    room: room.value,
    topic: topic.value,
    by: caller.user,
    session: caller.session,
    ids: [ctx.ids.eventId(), ctx.ids.eventId()],
    atMs: ctx.clock.nowMs(),
  });
  if (!made.ok) return err({ code: made.error });
  for (const event of made.value) ctx.bus.publish({ kind: 'event', event });
  return await summary(ctx, room.value, caller);
}

/** Becomes a member; quietly right for one who is. */
export async function joinRoom(ctx: Context, caller: Caller, typed: string): AsyncResult<RoomSummary> {
  const room = validateRoomName(typed);
  if (!room.ok) return room;
  const ask = { room: room.value, ...caller, id: ctx.ids.eventId(), atMs: ctx.clock.nowMs() };
  const joined = await ctx.store.join(ask);
  if (!joined.ok) return err({ code: joined.error });
  if (joined.value) ctx.bus.publish({ kind: 'event', event: joined.value });
  return await summary(ctx, room.value, caller);
}

/** Ceases to be a member. */
export async function leaveRoom(ctx: Context, caller: Caller, room: RoomId): AsyncResult<void> {
  const ask = { room, ...caller, id: ctx.ids.eventId(), atMs: ctx.clock.nowMs() };
  const left = await ctx.store.leave(ask);
  if (!left.ok) return err({ code: left.error });
  ctx.bus.publish({ kind: 'event', event: left.value });
  return ok(undefined);
}

/** Ends the membership of another, in a room that the caller has made. */
export async function removeMember(ctx: Context, caller: Caller, room: RoomId, user: UserId): AsyncResult<void> {
  const refusal = validateRemoval({ room, user, by: caller.user });
  if (refusal) return err(refusal);
  const ask = { room, user, by: caller.user, session: caller.session, id: ctx.ids.eventId(), atMs: ctx.clock.nowMs() };
  const removed = await ctx.store.remove(ask);
  if (!removed.ok) return err({ code: removed.error });
  ctx.bus.publish({ kind: 'event', event: removed.value });
  return ok(undefined);
}

/** One room, as the caller sees it. */
export async function getRoom(ctx: Context, caller: Caller, room: RoomId): AsyncResult<RoomSummary> {
  return await summary(ctx, room, caller);
}

/** A page of a list, in the order of names; `more` when others follow. */
export type ListPage<T> = { readonly items: readonly T[]; readonly more: boolean };
type ListAsk<Id> = { readonly after?: Id | undefined; readonly limit?: number | undefined };

/** What a room or a member takes of a frame beside its topic, whose characters take up to three bytes each. */
const itemBytes = 120;

/** A page of the rooms there are. */
export async function listRooms(ctx: Context, caller: Caller, ask: ListAsk<RoomId>): Promise<ListPage<RoomSummary>> {
  const { after, limit = limits.listPage } = ask;
  const found = await ctx.store.rooms({ asker: caller.user, after, limit: limit + 1 });
  const items = fittingBy(found.slice(0, limit), ({ topic }) => itemBytes + 3 * topic.length);
  return { items, more: found.length > items.length };
}

/** A page of a room's members, for its members. */
export async function listMembers(
  ctx: Context,
  presence: Presence,
  caller: Caller,
  ask: ListAsk<UserId> & { readonly room: RoomId },
): AsyncResult<ListPage<MemberSummary>> {
  const { room, after, limit = limits.listPage } = ask;
  const asked = await ctx.store.room(room, caller.user);
  if (!asked?.joined) return err({ code: 'not_a_member' });
  const found = await ctx.store.members(room, { after, limit: limit + 1 });
  const items = fittingBy(found.slice(0, limit), () => itemBytes);
  return ok({
    items: items.map((user) => ({ user, online: presence.isOnline(user) })),
    more: found.length > items.length,
  });
}
