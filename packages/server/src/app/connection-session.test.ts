import type { EventId } from '@securechat/protocol/ids';
import { generalRoom } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { testContext } from '../testing/context.ts';
import { createApp } from './app.ts';
import { ConnectionPlaces } from './connection-places.ts';
import { ConnectionSession } from './connection-session.ts';
import type { Context } from './context.ts';

const address = '127.0.0.1';
const fromNothing = { cursors: new Map(), sameHistory: true, recent: 50 };

/** A server without sockets. `connect` opens a connection; `received` is what its client gets. */
async function setUp(given: Partial<Context> = {}) {
  const logged: string[] = [];
  const note = (text: string) => void logged.push(text);
  const context = testContext({ log: { debug: note, info: note, warn: note, error: note }, ...given });
  const app = createApp(context);
  const places = new ConnectionPlaces({ guests: 9, guestsPerAddress: 9, perUser: 1 });
  const connect = () => {
    const received: string[] = [];
    const session: ConnectionSession = new ConnectionSession({ ...context, app, places }, address, {
      onBatch: ({ room, events }) => void received.push(`${events.length} of ${room}`),
      ready: async () => {},
      onLive: (event) => void received.push(event.type),
      onState: () => {},
      onEphemeral: ({ kind }) => void received.push(kind),
      onFailure: (thrown) => session.feedFailed(thrown),
      close: (reason) => void received.push(`closed: ${reason}`),
    });
    return { session, received };
  };
  const ask = { user: 'ada', password: 'a long enough password', device: 'test', address };
  const ada = await app.signUp(ask);
  if (!ada.ok) throw new Error(ada.error.code);
  const signedIn = () => {
    const connection = connect();
    connection.session.greet();
    expect(connection.session.signIn(ada.value, false).ok).toBe(true);
    const { auth } = connection.session;
    if (!auth) throw new Error('not signed in');
    return { ...connection, auth };
  };
  return { ...context, app, ask, ada: ada.value, connect, logged, signedIn };
}

test('after greeting and log-in a client receives the events of its rooms, until the connection ends', async () => {
  const { ada, connect } = await setUp();
  const { session, received } = connect();
  expect(session.phase).toBe('greeting');
  session.greet();
  expect(session.phase).toBe('guest');
  expect(session.signIn(ada, false).ok).toBe(true);
  expect(session).toMatchObject({ phase: 'user', user: 'ada' });
  const { auth } = session;
  if (!auth) throw new Error('not signed in');
  expect(session.follow(auth)).toBe(session.follow(auth));
  await session.follow(auth).start(fromNothing);
  expect(received).toEqual(['own-profile', `2 of ${generalRoom}`]);
  const say = (id: string) =>
    auth.sender.send({
      room: generalRoom,
      id: id as EventId,
      type: 'message',
      removesDraft: false,
      payload: { kind: 'text', text: 'hello' },
      names: [],
    });
  await say('0'.repeat(22));
  await eventually(() => received.length === 3);
  session.end('slow_reader');
  await say('1'.repeat(22));
  expect(received).toEqual(['own-profile', `2 of ${generalRoom}`, 'message', 'closed: slow_reader']);
});

test('a guest that misses the sign-in deadline is closed, and other connections leave no timer', async () => {
  const { clock, connect, signedIn } = await setUp();
  const late = connect();
  late.session.greet();
  clock.advance(limits.authDeadlineMs - 1);
  expect(late.received).toEqual([]);
  const timers = clock.waiting;
  connect().session.closed();
  expect(clock.waiting).toBe(timers);
  const { received } = signedIn();
  clock.advance(1);
  expect(late.received).toEqual(['closed: auth_deadline']);
  clock.advance(limits.authDeadlineMs);
  expect(received).toEqual([]);
});

test('the first requests of a guest are free, later ones cost its address, and those of a user cost its account', async () => {
  const paid: [string, string, number | undefined][] = [];
  const { connect, signedIn } = await setUp({
    limiter: {
      spend: async (budget, key, cost) => {
        if (budget !== 'request') return { allowed: true };
        paid.push([budget, key, cost]);
        return paid.length < 3 ? { allowed: true } : { allowed: false, retryAfterMs: 7 };
      },
      giveBack: async () => {},
    },
  });
  const { session } = connect();
  for (let i = 0; i < 3; i++) expect((await session.spend(1)).ok).toBe(true);
  expect(paid).toEqual([]);
  await session.spend(2);
  const user = signedIn().session;
  await user.spend(5);
  expect(paid).toEqual([
    ['request', address, 2],
    ['request', 'ada', 5],
  ]);
  expect(await user.spend(1)).toEqual({ ok: false, error: { code: 'slow_down', retryAfterMs: 7 } });
});

test('ten malformed requests within a minute end it', async () => {
  const { connect, clock } = await setUp();
  const { session, received } = connect();
  for (let i = 0; i < 9; i++) session.countMalformed();
  clock.advance(limits.badFramesMs - 1);
  expect(received).toEqual([]);
  session.countMalformed();
  expect(received).toEqual(['closed: bad_frames']);
});

test('malformed requests that are a minute old no longer count, whatever the clock on the wall says', async () => {
  const { clock, signedIn } = await setUp();
  const { session, received } = signedIn();
  for (let i = 0; i < 40; i++) {
    session.countMalformed();
    clock.advance(limits.badFramesMs / 9);
    clock.jump(-limits.badFramesMs);
  }
  expect(received).toEqual([]);
});

test('it ends with its session, once, and what ends it afterwards changes nothing', async () => {
  const { ada, app, signedIn } = await setUp();
  const { session, received } = signedIn();
  await app.endSession(ada, ada.session);
  await eventually(() => session.hasEnded);
  session.end('going_away');
  session.closed();
  expect(received).toEqual(['closed: session_ended']);
});

test('after a log-out the connection can still be answered', async () => {
  const { ada, app, signedIn } = await setUp();
  const { session, received, auth } = signedIn();
  await session.logOut(auth);
  expect(await app.resume(ada.token ?? '')).toMatchObject({ ok: false });
  expect([session.hasEnded, received]).toEqual([false, []]);
});

test('a log-out that cannot be stored leaves the connection as it was, and its session is still watched', async () => {
  const store = createMemoryStore();
  const disk = { works: true };
  const endSession: Context['store']['endSession'] = (user, session) =>
    disk.works ? store.endSession(user, session) : Promise.reject(new Error('no space'));
  const { ada, app, signedIn } = await setUp({ store: { ...store, endSession } });
  const { session, received, auth } = signedIn();
  disk.works = false;
  await expect(session.logOut(auth)).rejects.toThrow('no space');
  expect([session.hasEnded, received]).toEqual([false, []]);
  disk.works = true;
  await app.endSession(ada, ada.session);
  await eventually(() => session.hasEnded);
  expect(received).toEqual(['closed: session_ended']);
});

test('a full account refuses a token, but a log-in replaces its oldest connection', async () => {
  const { ada, app, ask, connect, signedIn } = await setUp();
  const first = signedIn();
  const second = connect();
  expect(second.session.signIn(ada, false)).toMatchObject({ error: { code: 'too_many_connections' } });
  expect(second.session.phase).not.toBe('user');
  const fresh = await app.logIn(ask);
  if (!fresh.ok) throw new Error(fresh.error.code);
  expect(second.session.signIn(fresh.value, true).ok).toBe(true);
  expect(first.received).toEqual(['closed: going_away']);
});

test('a session whose token is never delivered is ended', async () => {
  const { app, ask, ada, connect } = await setUp();
  const { session } = connect();
  const fresh = await app.logIn(ask);
  if (!fresh.ok) throw new Error(fresh.error.code);
  session.closed();
  expect(session.signIn(fresh.value, true).ok).toBe(false);
  await eventually(async () => (await app.listSessions(ada)).length === 1);
  expect((await app.listSessions(ada)).map(({ id }) => id)).toEqual([ada.session]);
});

test('a request that throws is answered without the reason, which is logged', async () => {
  const { connect, logged } = await setUp();
  const { session } = connect();
  expect(session.explain(new Error('secret'))).toMatchObject({ code: 'internal' });
  expect(session.explain(Object.assign(new Error('disk'), { code: 'storage_failed' })).code).toBe('storage_failed');
  expect(logged.slice(-2)).toEqual(['a request failed', 'storage failed']);
});

test('when its rooms can no longer be followed the connection ends, and the client reconnects', async () => {
  const { signedIn, logged } = await setUp();
  const { session, received } = signedIn();
  session.feedFailed(new Error('disk'));
  expect(received).toEqual(['closed: going_away']);
  expect(logged.at(-1)).toBe('a feed failed');
});
