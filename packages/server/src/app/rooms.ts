import type { RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { MemberSummary, RoomHistory, RoomInviters, RoomSummary } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import { userNamed } from '../domain/account.ts';
import { emptyProfile, type StoredProfile } from '../domain/profile.ts';
import { validateNewRoomName, validateRoomName, validateTopic } from '../domain/room.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { fittingBy } from './fitting.ts';
import { notAMember } from './history.ts';
import type { Presence } from './presence.ts';
import { toProfile } from './profiles.ts';
import { changeRoom } from './room-change.ts';

/** The room as the caller sees it. */
export async function summary(ctx: Context, room: RoomId, caller: Caller): AsyncResult<RoomSummary> {
  const found = await ctx.store.room(room, caller.user);
  return found ? ok(found) : err({ code: 'no_such_room' });
}

const { roomsPerUser, roomsCreatedPerUser } = limits;
const roomLimits = { roomsPerUser, roomsCreatedPerUser };

/** A room to create. */
type NewRoom = {
  readonly kind?: 'public' | 'private' | undefined;
  readonly name?: string | undefined;
  readonly topic?: string | undefined;
  readonly history?: RoomHistory | undefined;
};

/** Creates a room, with the caller as its first member. Only a private room may have no name. */
export async function createRoom(ctx: Context, caller: Caller, ask: NewRoom): AsyncResult<RoomSummary> {
  const { kind = 'public' } = ask;
  const isNameless = kind === 'private' && ask.name === undefined;
  const name = isNameless ? ok(undefined) : validateNewRoomName(ask.name ?? '');
  if (!name.ok) return name;
  const topic = validateTopic(ask.topic ?? '');
  if (!topic.ok) return topic;
  const ids = [ctx.ids.eventId(), ctx.ids.eventId()] as const;
  const room = ctx.ids.roomId();
  const created = await changeRoom(ctx, caller, {
    kind: 'create',
    room,
    roomKind: kind,
    name: name.value,
    topic: topic.value,
    history: ask.history ?? (kind === 'public' ? 'shared' : 'joined'),
    ids,
    limits: roomLimits,
  });
  return created.ok ? await summary(ctx, room, caller) : created;
}

/**
 * The room of this name: a public one that the caller is in, else the caller's only private one, else any public one; or else the room with
 * this id. `@` and a user name find a direct room. Rooms that are not public exist for their members only.
 */
export async function findRoom(ctx: Context, caller: Caller, typed: string): AsyncResult<RoomSummary> {
  if (typed.trim().startsWith('@')) {
    const other = userNamed(typed);
    const direct = other.ok ? await ctx.store.directRoom(caller.user, other.value) : undefined;
    return direct === undefined ? err({ code: 'no_such_room' }) : await summary(ctx, direct, caller);
  }
  const name = validateRoomName(typed);
  if (!name.ok) return name;
  const listed = await ctx.store.roomNamed(name.value, ctx.clock.nowMs());
  const own = await ctx.store.ownRoomNamed(caller.user, name.value);
  // Nobody can take a name away from the rooms that the caller is in by giving it to another one.
  const known = listed === undefined ? undefined : await ctx.store.room(listed, caller.user);
  if (known?.joined) return ok(known);
  // Ids are written like names.
  return await summary(ctx, own ?? listed ?? (name.value as string as RoomId), caller);
}

/** Makes the caller a member; succeeds for an existing member too. */
export async function joinRoom(ctx: Context, caller: Caller, typed: string): AsyncResult<RoomSummary> {
  const room = await findRoom(ctx, caller, typed);
  if (!room.ok) return room;
  const joined = await changeRoom(ctx, caller, {
    kind: 'join',
    room: room.value.id,
    id: ctx.ids.eventId(),
    limits: roomLimits,
    bansAtMs: ctx.time.earliestMs(),
  });
  return joined.ok ? await summary(ctx, room.value.id, caller) : joined;
}

/** Ends the caller's membership. */
export async function leaveRoom(ctx: Context, caller: Caller, room: RoomId): AsyncResult<void> {
  return await changeRoom(ctx, caller, { kind: 'leave', room, id: ctx.ids.eventId() });
}

/** Renames a room. */
export async function renameRoom(ctx: Context, caller: Caller, room: RoomId, typed: string): AsyncResult<void> {
  const name = validateNewRoomName(typed);
  if (!name.ok) return name;
  return await changeRoom(ctx, caller, { kind: 'rename', room, name: name.value, id: ctx.ids.eventId() });
}

/** Sets the topic of a room. */
export async function setTopic(ctx: Context, caller: Caller, room: RoomId, typed: string): AsyncResult<void> {
  const topic = validateTopic(typed);
  if (!topic.ok) return topic;
  return await changeRoom(ctx, caller, { kind: 'topic', room, topic: topic.value, id: ctx.ids.eventId() });
}

/** Changes who may invite to a room, and what newcomers can read of it. */
export async function setPolicy(
  ctx: Context,
  caller: Caller,
  {
    room,
    inviters,
    history,
  }: {
    readonly room: RoomId;
    readonly inviters?: RoomInviters | undefined;
    readonly history?: RoomHistory | undefined;
  },
): AsyncResult<void> {
  return await changeRoom(ctx, caller, { kind: 'policy', room, inviters, history, id: ctx.ids.eventId() });
}

/** Archives a room, or ends that. */
export async function archiveRoom(ctx: Context, caller: Caller, room: RoomId, on: boolean): AsyncResult<void> {
  return await changeRoom(ctx, caller, {
    kind: 'archive',
    room,
    on,
    id: ctx.ids.eventId(),
    sinceMs: ctx.time.latestMs(),
  });
}

/** A page of a list, sorted by name; `more` if others follow. */
export type ListPage<T> = { readonly items: readonly T[]; readonly more: boolean };
export type ListAsk<Id> = { readonly after?: Id | undefined; readonly limit?: number | undefined };

/** The bytes of a room or a member in a frame, without its topic or profile, whose characters take up to three bytes each. */
const itemBytes = 120;

/** A page of the public rooms that are archived, or of those that are not. */
export async function listRooms(
  ctx: Context,
  caller: Caller,
  ask: ListAsk<RoomName> & { readonly archived?: boolean | undefined },
): Promise<ListPage<RoomSummary>> {
  const { after, limit = limits.listPage, archived = false } = ask;
  const found = await ctx.store.rooms({ asker: caller.user, archived, after, limit: limit + 1 });
  const items = fittingBy(found.slice(0, limit), ({ topic }) => itemBytes + 3 * topic.length);
  return { items, more: found.length > items.length };
}

const profileLength = ({ displayName, status, away = '' }: StoredProfile = emptyProfile): number =>
  displayName.length + status.length + away.length;

/** A page of a room's members, for its members only. */
export async function listMembers(
  ctx: Context,
  presence: Presence,
  caller: Caller,
  ask: ListAsk<UserId> & { readonly room: RoomId },
): AsyncResult<ListPage<MemberSummary>> {
  const { room, after, limit = limits.listPage } = ask;
  const asked = await ctx.store.room(room, caller.user);
  if (!asked?.joined) return err(notAMember(asked));
  const found = await ctx.store.members(room, { after, limit: limit + 1 });
  const candidates = found.slice(0, limit);
  const profiles = await ctx.store.profiles(candidates.map(({ user }) => user));
  const page = fittingBy(candidates, ({ user }) => itemBytes + 3 * profileLength(profiles.get(user)));
  const users = page.map(({ user }) => user);
  const isHidden = profiles.get(caller.user)?.hidden ?? (await ctx.store.account(caller.user))?.profile.hidden ?? false;
  const online = new Set(isHidden ? [] : await presence.online(users));
  const idle = new Set(isHidden ? [] : await presence.idle(users));
  const items = page.map(({ user, role }) => ({
    ...toProfile(user, profiles.get(user) ?? emptyProfile, idle.has(user)),
    role,
    online: online.has(user),
  }));
  return ok({ items, more: found.length > items.length });
}
