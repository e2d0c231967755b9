import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { dayMs, testContext } from '../testing/context.ts';
import { signedUp } from '../testing/signed-up.ts';
import { createApp } from './app.ts';
import type { Caller } from './context.ts';
import { SteadyTime } from './steady-time.ts';

test('an idle session ends, and one in use lasts until its absolute age', async () => {
  const idle = await signedUp();
  idle.clock.skip(31 * dayMs);
  expect(await idle.app.resume(idle.token)).toMatchObject({ ok: false, error: { code: 'session_expired' } });
  const used = await signedUp();
  for (let days = 0; days < 80; days += 20) {
    used.clock.skip(20 * dayMs);
    expect((await used.app.resume(used.token)).ok, `after ${days + 20} days`).toBe(true);
  }
  used.clock.skip(11 * dayMs);
  expect(await used.app.resume(used.token)).toMatchObject({ ok: false, error: { code: 'session_expired' } });
});

test('sessions end as they should on a server that was started with a wrong clock', async () => {
  const base = testContext();
  const { clock, store } = base;
  const first = createApp(base);
  const ask = { user: 'ada', password: 'a long enough password', device: 'test', address: '127.0.0.1' };
  const old = await first.signUp(ask);
  if (!old.ok) throw new Error(old.error.code);
  // Restarted without a battery for its clock, which is set later: 31 days after the last use.
  const notBeforeMs = await store.newestMs();
  clock.jump(-10_000 * dayMs);
  const app = createApp({ ...base, time: new SteadyTime(clock, base.log, { notBeforeMs }) });
  clock.skip(60_000);
  expect((await app.listSessions(old.value)).length).toBe(1);
  clock.jump(10_031 * dayMs);
  expect(await app.resume(old.value.token ?? '')).toMatchObject({ error: { code: 'session_expired' } });
});

test('expired sessions no longer count, and are not listed', async () => {
  const { app, clock, ask, caller } = await signedUp();
  for (let i = 1; i < limits.sessionsPerUser; i++) expect((await app.logIn(ask)).ok).toBe(true);
  clock.skip(30 * dayMs);
  expect((await app.listSessions(caller)).map(({ id }) => id)).toEqual([caller.session]);
  const again = await app.logIn(ask);
  if (!again.ok) throw new Error(again.error.code);
  expect((await app.listSessions(again.value)).map(({ id }) => id)).toEqual([again.value.session]);
});

test('the right password always works: the least recently used device is logged out and notified', async () => {
  const { app, clock, ask, caller, token } = await signedUp();
  const ended: string[] = [];
  const open = async () => {
    clock.skip(1000);
    const opened = await app.logIn(ask);
    if (!opened.ok) throw new Error(opened.error.code);
    return opened.value;
  };
  // The first device is connected, so it is not the one to go, although its last use is the oldest.
  app.watchSession(caller, { sessionEnded: () => void ended.push(caller.session) });
  const second = await open();
  const third = await open();
  for (let i = 3; i < limits.sessionsPerUser; i++) await open();
  app.watchSession(third, { sessionEnded: () => void ended.push(third.session) });
  const newest = await open();
  expect(await app.resume(second.token ?? '')).toMatchObject({ error: { code: 'session_expired' } });
  expect((await app.resume(token)).ok && (await app.resume(third.token ?? '')).ok).toBe(true);
  expect(await app.listSessions(newest)).toHaveLength(limits.sessionsPerUser);
  expect(ended).toEqual([]);
  // All are connected, so one of them must go.
  for (const { id } of await app.listSessions(newest)) {
    const one = { user: caller.user, session: id };
    app.watchSession(one, { sessionEnded: () => void ended.push(id) });
  }
  await open();
  expect(ended).toHaveLength(2);
  expect(new Set(ended)).toEqual(new Set([caller.session]));
});

test('a wrong password logs out no device', async () => {
  const { app, ask, caller } = await signedUp();
  for (let i = 1; i < limits.sessionsPerUser; i++) expect((await app.logIn(ask)).ok).toBe(true);
  expect(await app.logIn({ ...ask, password: 'a guess' })).toMatchObject({ error: { code: 'wrong_credentials' } });
  expect(await app.listSessions(caller)).toHaveLength(limits.sessionsPerUser);
});

test('a session is listed with the address it was last used from', async () => {
  const { app, ask, caller, clock } = await signedUp();
  const addresses = async () => (await app.listSessions(caller)).map(({ address }) => address);
  expect(await addresses()).toEqual(['127.0.0.1']);
  // Sessions are listed in the order of their log-ins.
  clock.advance(1);
  const phone = await app.logIn({ ...ask, address: '2001:db8:0:1::/64' });
  if (!phone.ok) throw new Error(phone.error.code);
  expect(await addresses()).toEqual(['127.0.0.1', '2001:db8:0:1::/64']);
  // Stored immediately, although the time of use is stored only now and then.
  expect((await app.resume(phone.value.token ?? '', '198.51.100.1')).ok).toBe(true);
  expect(await addresses()).toEqual(['127.0.0.1', '198.51.100.1']);
});

test('an open socket is notified when its session expires', async () => {
  const { app, clock, caller } = await signedUp();
  let ended = 0;
  const watched = app.watchSession(caller, { sessionEnded: () => void ended++ });
  clock.advance(30_001);
  await Promise.resolve();
  expect(ended).toBe(0);
  clock.skip(91 * dayMs);
  for (let i = 0; i < 3; i++) {
    clock.advance(30_001);
    for (let j = 0; j < 20; j++) await Promise.resolve();
  }
  expect(ended).toBe(1);
  watched.stop();
});

/** Ada is signed in, over a store that can refuse to read and to write. */
async function onABadDisk() {
  const store = createMemoryStore();
  const disk = { reads: true, writes: true };
  const bad = () => Promise.reject(new Error('no disk'));
  const context = testContext({
    store: {
      ...store,
      sessions: (user) => (disk.reads ? store.sessions(user) : bad()),
      activeSessions: (ids) => (disk.reads ? store.activeSessions(ids) : bad()),
      endSession: (user, id) => (disk.writes ? store.endSession(user, id) : bad()),
    },
  });
  const app = createApp(context);
  const ask = { user: 'ada', password: 'a long enough password', device: 'test', address: '127.0.0.1' };
  const auth = await app.signUp(ask);
  if (!auth.ok) throw new Error(auth.error.code);
  const pass = async () => {
    context.clock.advance(30_001);
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return { app, disk, clock: context.clock, caller: auth.value, pass };
}

test('sessions that are checked at the same time are read in one query', async () => {
  const store = createMemoryStore();
  const asked: number[] = [];
  const activeSessions: typeof store.activeSessions = (ids) => {
    asked.push(ids.length);
    return store.activeSessions(ids);
  };
  const context = testContext({ store: { ...store, activeSessions } });
  const app = createApp(context);
  for (const user of ['ada', 'bob', 'cleo']) {
    const ask = { user, password: 'a long enough password', device: 'test', address: '127.0.0.1' };
    const auth = await app.signUp(ask);
    if (!auth.ok) throw new Error(auth.error.code);
    app.watchSession(auth.value, { sessionEnded: () => {} });
    app.watchSession(auth.value, { sessionEnded: () => {} });
  }
  context.clock.advance(30_001);
  for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(asked).toEqual([3]);
});

test('one failed check of a session does not stop the watch, and a failing disk keeps no expired session', async () => {
  const { app, disk, clock, caller, pass } = await onABadDisk();
  let ended = 0;
  app.watchSession(caller, { sessionEnded: () => void ended++ });
  disk.reads = false;
  await pass();
  disk.reads = true;
  disk.writes = false;
  clock.skip(91 * dayMs);
  await pass();
  expect(ended).toBe(1);
  await pass();
  expect([ended, clock.waiting]).toEqual([1, 0]);
});

test('what another process ends is over within a second: a disabled account, a new password, even during a log-in', async () => {
  const { app, clock, context, caller, ask } = await signedUp();
  const other = await app.logIn(ask);
  if (!other.ok) throw new Error(other.error.code);
  const ended: string[] = [];
  const watch = (one: Caller) => app.watchSession(one, { sessionEnded: () => void ended.push(one.session) });
  const pass = async () => {
    for (let i = 0; i < 4; i++) {
      clock.advance(250);
      for (let j = 0; j < 20; j++) await Promise.resolve();
    }
  };
  watch(caller);
  await pass();
  expect(ended).toEqual([]);
  // Only the store is changed: nothing is published.
  const passwordHash = 'new';
  await context.store.changeAccount({ kind: 'set-password', user: caller.user, passwordHash, endSessions: true });
  await pass();
  expect(ended).toEqual([caller.session]);
  // Its token was read earlier, and the watch starts only now.
  watch(other.value);
  await pass();
  expect(ended).toEqual([caller.session, other.value.session]);
  expect(clock.waiting).toBe(0);
});

test('an account that another process deletes ends its sessions as one that is gone, even during a log-in', async () => {
  const { app, clock, context, caller, ask } = await signedUp();
  const other = await app.logIn(ask);
  if (!other.ok) throw new Error(other.error.code);
  const ended: unknown[] = [];
  const watch = (one: Caller) => app.watchSession(one, { sessionEnded: (why) => void ended.push(why) });
  const pass = async () => {
    for (let i = 0; i < 4; i++) {
      clock.advance(250);
      for (let j = 0; j < 20; j++) await Promise.resolve();
    }
  };
  watch(caller);
  await pass();
  const passwordHash = (await context.store.account(caller.user))?.passwordHash ?? '';
  await context.store.deleteAccount({ ...caller, passwordHash, atMs: 1 });
  await pass();
  expect(ended).toEqual(['account_deleted']);
  watch(other.value);
  await pass();
  expect(ended).toEqual(['account_deleted', 'account_deleted']);
});

test('a socket that closes while its session is checked leaves no timer', async () => {
  const { app, clock, caller, pass } = await onABadDisk();
  const watched = app.watchSession(caller, { sessionEnded: () => {} });
  clock.advance(30_000);
  watched.stop();
  await pass();
  expect(clock.waiting).toBe(0);
});
