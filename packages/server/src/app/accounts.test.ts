import type { UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { dayMs, testContext } from '../testing/context.ts';
import { createApp } from './app.ts';

function meet() {
  const context = testContext();
  return { clock: context.clock, context, app: createApp(context) };
}

async function signedUp() {
  const all = meet();
  const ask = { user: 'ada', password: 'a long enough password', device: 'test', address: '127.0.0.1' };
  const signed = await all.app.signUp(ask);
  if (!signed.ok) throw new Error(signed.error.code);
  return { ...all, ask, token: signed.value.token ?? '', caller: signed.value };
}

test('a session that is not used for its idle time ends, and one in use goes on to its absolute age', async () => {
  const idle = await signedUp();
  idle.clock.jump(31 * dayMs);
  expect(await idle.app.resume(idle.token)).toMatchObject({ ok: false, error: { code: 'session_expired' } });
  const used = await signedUp();
  for (let days = 0; days < 80; days += 20) {
    used.clock.jump(20 * dayMs);
    expect((await used.app.resume(used.token)).ok, `after ${days + 20} days`).toBe(true);
  }
  used.clock.jump(11 * dayMs);
  expect(await used.app.resume(used.token)).toMatchObject({ ok: false, error: { code: 'session_expired' } });
});

test('a live socket is told when its session comes of age', async () => {
  const { app, clock, caller } = await signedUp();
  let ended = 0;
  const stop = app.watchSession(caller, () => ended++);
  clock.advance(30_001);
  await Promise.resolve();
  expect(ended).toBe(0);
  clock.jump(91 * dayMs);
  for (let i = 0; i < 3; i++) {
    clock.advance(30_001);
    for (let j = 0; j < 20; j++) await Promise.resolve();
  }
  expect(ended).toBeGreaterThan(0);
  stop();
});

test('a disabled account signs in no more, by password or by token', async () => {
  const { app, context, ask, token } = await signedUp();
  await context.store.setDisabled('ada' as UserId, true);
  expect(await app.logIn(ask)).toMatchObject({ ok: false, error: { code: 'wrong_credentials' } });
  expect(await app.resume(token)).toMatchObject({ ok: false, error: { code: 'session_expired' } });
});

test('a short absence is nobody`s business; a long one is told once', async () => {
  const { app, clock, context, caller } = await signedUp();
  const told: boolean[] = [];
  context.bus.subscribe((t) => void (t.kind === 'presence' && told.push(t.online)));
  const listener = {
    run: () => {},
    ready: async () => {},
    live: () => {},
    presence: () => {},
    typing: () => {},
    failed: () => {},
  };
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  const first = app.follow(caller, listener);
  await settle();
  first.stop(false);
  clock.advance(9000);
  const second = app.follow(caller, listener);
  clock.advance(60_000);
  await settle();
  expect(told).toEqual([true]);
  second.stop(false);
  clock.advance(10_001);
  await settle();
  expect(told).toEqual([true, false]);
});
