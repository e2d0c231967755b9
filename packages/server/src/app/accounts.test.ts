import { generalRoom, type UserId } from '@securechat/protocol/ids';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createMemoryLimiter } from '../adapters/memory-limiter.ts';
import { testContext } from '../testing/context.ts';
import { signedUp } from '../testing/signed-up.ts';
import { createApp } from './app.ts';

test('attempts at one name are limited across all addresses, whether it has an account or not', async () => {
  const budgets = { message: [], request: [], login: [], password: [], signup: [], connect: [] };
  const limiter = createMemoryLimiter({ ...budgets, loginName: [{ points: 2, durationMs: 60_000 }] }, new FakeClock());
  const app = createApp(testContext({ limiter }));
  const ask = { user: 'ada', password: 'a long enough password', device: 'test', address: 'here' };
  expect((await app.signUp(ask)).ok).toBe(true);
  const codes = async (user: string) => {
    const answers: string[] = [];
    for (const address of ['a', 'b', 'c']) {
      const answer = await app.logIn({ ...ask, user, password: 'wrong', address });
      answers.push(answer.ok ? 'ok' : answer.error.code);
    }
    return answers;
  };
  expect(await codes('ada')).toEqual(['wrong_credentials', 'wrong_credentials', 'slow_down']);
  expect(await codes('nobody')).toEqual(['wrong_credentials', 'wrong_credentials', 'slow_down']);
  expect(await app.logIn({ ...ask, user: ' ADA ', address: 'd' })).toMatchObject({ error: { code: 'slow_down' } });
});

test('the log of refused log-ins holds names of accounts, and no other input', async () => {
  const logged: unknown[] = [];
  const ignore = () => {};
  const log = {
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (_: string, fields?: object) => void logged.push(fields),
  };
  const app = createApp(testContext({ log }));
  const ask = { user: 'ada', password: 'a long enough password', device: 'test', address: '127.0.0.1' };
  expect((await app.signUp(ask)).ok).toBe(true);
  await app.logIn({ ...ask, password: 'another' });
  await app.logIn({ ...ask, user: 'hunter2' });
  expect(logged).toEqual([
    { user: 'ada', address: '127.0.0.1' },
    { user: 'unknown', address: '127.0.0.1' },
  ]);
});

test('a password is changed with the current one, and every other session ends', async () => {
  const { app, context, ask, caller, token } = await signedUp();
  const other = await app.logIn(ask);
  if (!other.ok) throw new Error(other.error.code);
  const ended: unknown[] = [];
  context.bus.subscribe('sessions', (t) => void (t.kind === 'sessions-ended' && ended.push(...t.sessions)));
  const fresh = 'another long password';
  const change = (current: string, password: string) => app.changePassword(caller, { current, new: password });
  expect(await change('wrong', fresh)).toMatchObject({
    error: { code: 'wrong_credentials', detail: 'The current password is wrong.' },
  });
  expect(await change(ask.password, 'short')).toMatchObject({ error: { code: 'weak_password' } });
  expect(await change(ask.password, ask.password)).toMatchObject({ error: { code: 'weak_password' } });
  expect((await app.resume(other.value.token ?? '')).ok).toBe(true);
  expect(await change(ask.password, fresh)).toEqual({ ok: true, value: undefined });
  expect(ended).toEqual([other.value.session]);
  expect((await app.resume(token)).ok).toBe(true);
  expect(await app.resume(other.value.token ?? '')).toMatchObject({ error: { code: 'session_expired' } });
  expect(await app.logIn(ask)).toMatchObject({ error: { code: 'wrong_credentials' } });
  expect((await app.logIn({ ...ask, password: fresh })).ok).toBe(true);
});

test('an unattended session allows no faster guesses than the log-in', async () => {
  const budgets = { message: [], request: [], login: [], loginName: [], signup: [], connect: [] };
  const limiter = createMemoryLimiter({ ...budgets, password: [{ points: 2, durationMs: 60_000 }] }, new FakeClock());
  const app = createApp(testContext({ limiter }));
  const auth = await app.signUp({ user: 'ada', password: 'a long enough password', device: '', address: 'here' });
  if (!auth.ok) throw new Error(auth.error.code);
  const guess = () => app.changePassword(auth.value, { current: 'a guess', new: 'another long password' });
  const codes = [];
  for (let i = 0; i < 3; i++) {
    const answer = await guess();
    codes.push(answer.ok ? 'ok' : answer.error.code);
  }
  expect(codes).toEqual(['wrong_credentials', 'wrong_credentials', 'slow_down']);
});

test('a disabled account cannot log in, by password or by token', async () => {
  const { app, context, ask, token } = await signedUp();
  await context.store.changeAccount({ kind: 'set-disabled', user: 'ada' as UserId, disabled: true, atMs: 3000 });
  expect(await app.logIn(ask)).toMatchObject({ ok: false, error: { code: 'wrong_credentials' } });
  expect(await app.resume(token)).toMatchObject({ ok: false, error: { code: 'session_expired' } });
});

test('a short absence is not announced; a long one is announced once', async () => {
  const { app, clock, context, caller } = await signedUp();
  const notified: boolean[] = [];
  context.bus.subscribe(`room:${generalRoom}`, (t) => void (t.kind === 'presence' && notified.push(t.online)));
  const listener = {
    onBatch: () => {},
    ready: async () => {},
    onLive: () => {},
    onEphemeral: () => {},
    onState: () => {},
    onFailure: () => {},
  };
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  const start = { cursors: new Map(), sameHistory: true, recent: 0 };
  const first = app.follow(caller, listener);
  await first.start(start);
  await settle();
  first.stop(false);
  clock.advance(9000);
  const second = app.follow(caller, listener);
  await second.start(start);
  clock.advance(60_000);
  await settle();
  expect(notified).toEqual([true]);
  second.stop(false);
  clock.advance(10_001);
  await settle();
  expect(notified).toEqual([true, false]);
});
