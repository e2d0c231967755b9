import { createHash, randomUUID } from 'node:crypto';
import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';
import type { Result } from '@securechat/protocol/result';
import type { Draft, NewSession, ReadLimit, SearchAsk, Store } from '../../ports/store.ts';

export const user = (name: string) => name as UserId;
export const room = (name: string) => name as RoomId;
const eventId = (id: string) => id as EventId;
export const digest = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

export const newSession = (id: string): NewSession => ({
  id: id as SessionId,
  tokenHash: digest(`token of ${id}`),
  device: 'a terminal',
  address: '192.0.2.7',
});
/** The session with which `signUp` signs this user up. */
export const sessionOf = (name: string) => `session-${name}` as SessionId;
export const draft = (author: string, id: string, text: string, where = 'general'): Draft => ({
  room: room(where),
  author: user(author),
  session: sessionOf(author),
  id: eventId(id),
  body: { kind: 'text', text },
  atMs: 2000,
});

/** The value of a success. */
export function good<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${String(result.error)}`);
  return result.value;
}

/** Makes an account that is a member of #general. */
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
  );
}

export const makeRoom = (store: Store, name: string, by: string) =>
  store.createRoom({
    room: room(name),
    topic: `about ${name}`,
    by: user(by),
    session: sessionOf(by),
    ids: [eventId(randomUUID()), eventId(randomUUID())],
    atMs: 1500,
  });
export const join = (store: Store, name: string, who: string) =>
  store.join({ room: room(name), user: user(who), session: sessionOf(who), id: eventId(randomUUID()), atMs: 1600 });
export const leave = (store: Store, name: string, who: string) =>
  store.leave({ room: room(name), user: user(who), session: sessionOf(who), id: eventId(randomUUID()), atMs: 1700 });
export const remove = (store: Store, name: string, who: string, by: string) =>
  store.remove({
    room: room(name),
    user: user(who),
    by: user(by),
    session: sessionOf(by),
    id: eventId(randomUUID()),
    atMs: 1800,
  });
/** A limit of events alone. */
export const atMost = (events: number): ReadLimit => ({ events, bytes: Number.MAX_SAFE_INTEGER });
export const all = (store: Store, name = 'general') =>
  store.eventsAfter(room(name), 0, Number.MAX_SAFE_INTEGER, atMost(10_000));
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

/** What a store finds, the search taken up again where it stopped. */
export async function findAll(store: Store, ask: SearchAsk): Promise<readonly RoomEvent[]> {
  const { events, next } = await store.search(ask);
  const left = ask.limit.events - events.length;
  if (next === undefined || left <= 0) return events;
  return [...events, ...(await findAll(store, { ...ask, before: next, limit: { ...ask.limit, events: left } }))];
}
