import type { RoomId, UserId } from '@securechat/protocol/ids';
import type { MemberSummary, RoomSummary } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { judgeRemoval } from '../domain/removal.ts';
import { judgeRoomName, judgeTopic } from '../domain/room.ts';
import type { Caller, Context, Outcome } from './context.ts';
import type { Presence } from './presence.ts';

async function summary(ctx: Context, room: RoomId, caller: Caller): Outcome<RoomSummary> {
  const found = await ctx.store.room(room, caller.user);
  return found ? ok(found) : err({ code: 'no_such_room' });
}

/** Makes a room, with its maker as first member. */
export async function createRoom(
  ctx: Context,
  caller: Caller,
  ask: { readonly room: string; readonly topic?: string | undefined },
): Outcome<RoomSummary> {
  const room = judgeRoomName(ask.room);
  if (!room.ok) return room;
  const topic = judgeTopic(ask.topic ?? '');
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
export async function joinRoom(ctx: Context, caller: Caller, typed: string): Outcome<RoomSummary> {
  const room = judgeRoomName(typed);
  if (!room.ok) return room;
  const ask = { room: room.value, ...caller, id: ctx.ids.eventId(), atMs: ctx.clock.nowMs() };
  const joined = await ctx.store.join(ask);
  if (!joined.ok) return err({ code: joined.error });
  if (joined.value) ctx.bus.publish({ kind: 'event', event: joined.value });
  return await summary(ctx, room.value, caller);
}

/** Ceases to be a member. */
export async function leaveRoom(ctx: Context, caller: Caller, room: RoomId): Outcome<void> {
  const ask = { room, ...caller, id: ctx.ids.eventId(), atMs: ctx.clock.nowMs() };
  const left = await ctx.store.leave(ask);
  if (!left.ok) return err({ code: left.error });
  ctx.bus.publish({ kind: 'event', event: left.value });
  return ok(undefined);
}

/** Ends the membership of another, in a room that the caller has made. */
export async function removeMember(ctx: Context, caller: Caller, room: RoomId, user: UserId): Outcome<void> {
  const refusal = judgeRemoval({ room, user, by: caller.user });
  if (refusal) return err(refusal);
  const ask = { room, user, by: caller.user, session: caller.session, id: ctx.ids.eventId(), atMs: ctx.clock.nowMs() };
  const removed = await ctx.store.remove(ask);
  if (!removed.ok) return err({ code: removed.error });
  ctx.bus.publish({ kind: 'event', event: removed.value });
  return ok(undefined);
}

/** Who the members of a room are, for its members. */
export async function listMembers(
  ctx: Context,
  presence: Presence,
  caller: Caller,
  room: RoomId,
): Outcome<MemberSummary[]> {
  const members = await ctx.store.members(room);
  if (!members.includes(caller.user)) return err({ code: 'not_a_member' });
  return ok(members.map((user) => ({ user, online: presence.isOnline(user) })));
}
