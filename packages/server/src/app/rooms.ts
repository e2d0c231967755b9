import type { RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { MemberSummary, RoomSummary } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import type { RoomCommand } from '../domain/decide-room.ts';
import { validateRemoval } from '../domain/removal.ts';
import { validateRoomName, validateTopic } from '../domain/room.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { fittingBy } from './history.ts';
import type { Presence } from './presence.ts';

async function summary(ctx: Context, room: RoomId, caller: Caller): AsyncResult<RoomSummary> {
  const found = await ctx.store.room(room, caller.user);
  return found ? ok(found) : err({ code: 'no_such_room' });
}

type CallersPart = 'by' | 'session' | 'atMs';
/** A command without the parts that are the same for all commands of a caller. */
type Change<Command = RoomCommand> = Command extends RoomCommand ? Omit<Command, CallersPart> : never;

/** Stores a change of a room and publishes its events. */
async function change(ctx: Context, { user: by, session }: Caller, asked: Change): AsyncResult<void> {
  const changed = await ctx.store.changeRoom({ ...asked, by, session, atMs: ctx.clock.nowMs() });
  if (!changed.ok) return err({ code: changed.error });
  for (const event of changed.value) ctx.bus.publish({ kind: 'event', event });
  return ok(undefined);
}

const { roomsPerUser, roomsCreatedPerUser } = limits;
const roomLimits = { roomsPerUser, roomsCreatedPerUser };

/** Creates a room, with the caller as its first member. */
export async function createRoom(
  ctx: Context,
  caller: Caller,
  ask: { readonly name: string; readonly topic?: string | undefined },
): AsyncResult<RoomSummary> {
  const name = validateRoomName(ask.name);
  if (!name.ok) return name;
  const topic = validateTopic(ask.topic ?? '');
  if (!topic.ok) return topic;
  const ids = [ctx.ids.eventId(), ctx.ids.eventId()] as const;
  const room = ctx.ids.roomId();
  const created = await change(ctx, caller, {
    kind: 'create',
    room,
    name: name.value,
    topic: topic.value,
    ids,
    limits: roomLimits,
  });
  return created.ok ? await summary(ctx, room, caller) : created;
}

/** The public room of this name or, where no room has the name, with this id. */
export async function findRoom(ctx: Context, caller: Caller, typed: string): AsyncResult<RoomSummary> {
  const name = validateRoomName(typed);
  if (!name.ok) return name;
  // Ids are written like names.
  const room = (await ctx.store.roomNamed(name.value, ctx.clock.nowMs())) ?? (name.value as string as RoomId);
  return await summary(ctx, room, caller);
}

/** Makes the caller a member; succeeds for an existing member too. */
export async function joinRoom(ctx: Context, caller: Caller, typed: string): AsyncResult<RoomSummary> {
  const room = await findRoom(ctx, caller, typed);
  if (!room.ok) return room;
  const joined = await change(ctx, caller, {
    kind: 'join',
    room: room.value.id,
    id: ctx.ids.eventId(),
    limits: roomLimits,
  });
  return joined.ok ? await summary(ctx, room.value.id, caller) : joined;
}

/** Ends the caller's membership. */
export async function leaveRoom(ctx: Context, caller: Caller, room: RoomId): AsyncResult<void> {
  return await change(ctx, caller, { kind: 'leave', room, id: ctx.ids.eventId() });
}

/** Renames a room that the caller owns. */
export async function renameRoom(ctx: Context, caller: Caller, room: RoomId, typed: string): AsyncResult<void> {
  const name = validateRoomName(typed);
  if (!name.ok) return name;
  return await change(ctx, caller, { kind: 'rename', room, name: name.value, id: ctx.ids.eventId() });
}

/** Sets the topic of a room that the caller owns. */
export async function setTopic(ctx: Context, caller: Caller, room: RoomId, typed: string): AsyncResult<void> {
  const topic = validateTopic(typed);
  if (!topic.ok) return topic;
  return await change(ctx, caller, { kind: 'topic', room, topic: topic.value, id: ctx.ids.eventId() });
}

/** Ends the membership of another user, in a room that the caller has created. */
export async function removeMember(ctx: Context, caller: Caller, room: RoomId, user: UserId): AsyncResult<void> {
  const refusal = validateRemoval({ room, user, by: caller.user });
  if (refusal) return err(refusal);
  return await change(ctx, caller, { kind: 'remove', room, user, id: ctx.ids.eventId() });
}

/** A page of a list, sorted by name; `more` if others follow. */
export type ListPage<T> = { readonly items: readonly T[]; readonly more: boolean };
type ListAsk<Id> = { readonly after?: Id | undefined; readonly limit?: number | undefined };

/** The bytes of a room or a member in a frame, without its topic, whose characters take up to three bytes each. */
const itemBytes = 120;

/** A page of the public rooms. */
export async function listRooms(ctx: Context, caller: Caller, ask: ListAsk<RoomName>): Promise<ListPage<RoomSummary>> {
  const { after, limit = limits.listPage } = ask;
  const found = await ctx.store.rooms({ asker: caller.user, after, limit: limit + 1 });
  const items = fittingBy(found.slice(0, limit), ({ topic }) => itemBytes + 3 * topic.length);
  return { items, more: found.length > items.length };
}

/** A page of a room's members, for its members only. */
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
  const online = new Set(await presence.online(items));
  return ok({
    items: items.map((user) => ({ user, online: online.has(user) })),
    more: found.length > items.length,
  });
}
