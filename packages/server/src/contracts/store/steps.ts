import { createHash, randomUUID } from 'node:crypto';
import type { EventId, RoomId, RoomName, SessionId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { MemberRole, RoomEvent, RoomHistory, RoomInviters } from '@securechat/protocol/model';
import { ok, type Result } from '@securechat/protocol/result';
import type { RoomLimits } from '../../domain/room-command.ts';
import type { Draft, NewSession, ReadLimit, SearchAsk, Store } from '../../ports/store.ts';

export const user = (name: string) => name as UserId;
export const room = (name: string) => name as RoomId;
export const named = (name: string) => name as RoomName;
const eventId = (id: string) => id as EventId;
export const digest = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

export const newSession = (id: string): NewSession => ({
  id: id as SessionId,
  tokenHash: digest(`token of ${id}`),
  device: 'a terminal',
  address: '192.0.2.7',
});
/** The session that `signUp` opens for this user. */
export const sessionOf = (name: string) => `session-${name}` as SessionId;
export const draft = (author: string, id: string, text: string, where = 'general'): Draft => ({
  room: room(where),
  author: user(author),
  session: sessionOf(author),
  id: eventId(id),
  type: 'message',
  payload: { kind: 'text', text },
  atMs: 2000,
});

/** The value of a success. */
export function good<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${String(result.error)}`);
  return result.value;
}

/** Creates an account that is a member of #general. */
export async function signUp(store: Store, name: string): Promise<readonly RoomEvent[]> {
  const session = newSession(sessionOf(name));
  return good(
    await store.createAccount({
      user: user(name),
      passwordHash: `hash of ${name}`,
      session,
      room: room('general'),
      atMs: 1000,
    }),
  ).events;
}

/** Signs up with an invite of this code. */
export const signUpWithInvite = (store: Store, name: string, code: string) =>
  store.createAccount({
    user: user(name),
    passwordHash: 'h',
    session: newSession(name),
    inviteHash: digest(code),
    room: room('general'),
    atMs: 1000,
  });

export const makeRoom = (
  store: Store,
  name: string,
  by: string,
  most: RoomLimits = limits,
  history: RoomHistory = 'shared',
) =>
  store.changeRoom({
    kind: 'create',
    roomKind: 'public',
    room: room(name),
    name: named(name),
    topic: `about ${name}`,
    history,
    by: user(by),
    session: sessionOf(by),
    ids: [eventId(randomUUID()), eventId(randomUUID())],
    atMs: 1500,
    limits: most,
  });

/** Creates a private room with this id. */
export const makePrivateRoom = (store: Store, id: string, by: string, name?: string) =>
  store.changeRoom({
    kind: 'create',
    roomKind: 'private',
    room: room(id),
    name: name === undefined ? undefined : named(name),
    topic: '',
    history: 'joined',
    by: user(by),
    session: sessionOf(by),
    ids: [eventId(randomUUID()), eventId(randomUUID())],
    atMs: 1500,
    limits,
  });

/** One step of `who` in a room. */
const step = (name: string, who: string, atMs: number) => ({
  room: room(name),
  by: user(who),
  session: sessionOf(who),
  id: eventId(randomUUID()),
  atMs,
});
const first = async <E>(
  changed: Promise<Result<readonly RoomEvent[], E>>,
): Promise<Result<RoomEvent | undefined, E>> => {
  const result = await changed;
  return result.ok ? ok(result.value[0]) : result;
};
const only = async <E>(changed: Promise<Result<readonly RoomEvent[], E>>): Promise<Result<RoomEvent, E>> => {
  const result = await changed;
  if (!result.ok) return result;
  const [event, ...others] = result.value;
  if (!event || others.length > 0) throw new Error(`${result.value.length} events`);
  return ok(event);
};

export const join = (store: Store, name: string, who: string, most: RoomLimits = limits, atMs = 1600) =>
  first(store.changeRoom({ kind: 'join', ...step(name, who, atMs), limits: most }));
export const leave = (store: Store, name: string, who: string) =>
  only(store.changeRoom({ kind: 'leave', ...step(name, who, 1700) }));
export const remove = (store: Store, name: string, who: string, by: string) =>
  only(store.changeRoom({ kind: 'remove', ...step(name, by, 1800), user: user(who) }));

/** Opens the direct room of two users; a new one gets this id. */
export const openDirect = (store: Store, name: string, by: string, other: string, maxDirectRooms = 10) => {
  const ids = [eventId(randomUUID()), eventId(randomUUID()), eventId(randomUUID())] as const;
  const { id: _, ...asked } = step(name, by, 1550);
  return store.changeRoom({ kind: 'open-direct', ...asked, user: user(other), ids, maxDirectRooms });
};

/** Bans somebody, or lifts a ban, at this time. */
export const ban = (store: Store, name: string, who: string, by: string, untilMs?: number, atMs = 1800) =>
  only(store.changeRoom({ kind: 'ban', ...step(name, by, atMs), user: user(who), untilMs, reason: 'spam' }));
export const unban = (store: Store, name: string, who: string, by: string, atMs = 1850) =>
  only(store.changeRoom({ kind: 'unban', ...step(name, by, atMs), user: user(who) }));
export const setRole = (store: Store, name: string, who: string, role: MemberRole, by: string) =>
  first(store.changeRoom({ kind: 'role', ...step(name, by, 1860), user: user(who), role, ownersPerRoom: 3 }));

/** Renames a room, or sets its topic, at this time. */
export const rename = (store: Store, name: string, to: string, by: string, atMs = 1900) =>
  first(store.changeRoom({ kind: 'rename', ...step(name, by, atMs), name: named(to) }));
export const setTopic = (store: Store, name: string, topic: string, by: string) =>
  first(store.changeRoom({ kind: 'topic', ...step(name, by, 1900), topic }));

/** Changes who may invite, what newcomers can read, or both. */
export const setPolicy = (
  store: Store,
  name: string,
  by: string,
  policy: { readonly inviters?: RoomInviters; readonly history?: RoomHistory },
) =>
  first(
    store.changeRoom({ kind: 'policy', ...step(name, by, 1900), inviters: undefined, history: undefined, ...policy }),
  );

/** Archives a room, or ends that. */
export const archive = (store: Store, name: string, by: string, on = true, sinceMs = 1900) =>
  first(store.changeRoom({ kind: 'archive', ...step(name, by, 1900), on, sinceMs }));

/** Deletes a room that was archived at 0, seven days later. */
export const deleteRoom = (store: Store, name: string, by: string, nowMs = 7 * 24 * 60 * 60 * 1000) => {
  const { id: _, ...asked } = step(name, by, 1950);
  return store.deleteRoom({ ...asked, nowMs });
};

/** Opens a session of an account that `signUp` has created. */
export const openSession = (
  store: Store,
  name: string,
  id: string,
  ask: Partial<Parameters<Store['openSession']>[0]> = {},
) =>
  store.openSession({
    user: user(name),
    passwordHash: `hash of ${name}`,
    session: newSession(id),
    atMs: 2000,
    maxSessions: 3,
    expiredBeforeMs: { created: 0, lastSeen: 0 },
    inUse: [],
    ...ask,
  });
/** A limit of events only. */
export const atMost = (events: number): ReadLimit => ({ events, bytes: Number.MAX_SAFE_INTEGER });
export const all = (store: Store, name = 'general') =>
  store.eventsAfter(room(name), 0, Number.MAX_SAFE_INTEGER, atMost(10_000));
/** The seq of a room's newest event; undefined for an unknown room. */
export const headOf = async (store: Store, name: string) => (await store.heads([room(name)])).get(room(name));
export const texts = (events: readonly RoomEvent[]) =>
  events.map((event) => (event.type === 'message' && event.body.kind === 'text' ? event.body.text : event.type));

/** A search of a whole room. */
export const anywhere = (where: RoomId, words: string, limit = 10): SearchAsk => ({
  room: where,
  words,
  from: 1,
  before: Number.MAX_SAFE_INTEGER,
  limit: atMost(limit),
});

/** All results of a search, continued where it stopped. */
export async function findAll(store: Store, ask: SearchAsk): Promise<readonly RoomEvent[]> {
  const { events, next } = await store.search(ask);
  const left = ask.limit.events - events.length;
  if (next === undefined || left <= 0) return events;
  return [...events, ...(await findAll(store, { ...ask, before: next, limit: { ...ask.limit, events: left } }))];
}
