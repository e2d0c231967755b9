import { expect, test } from 'vitest';
import { createMemoryLimiter, nameBudget } from '../adapters/memory-limiter.ts';
import type { Rule } from '../adapters/monotonic-rate-limiter.ts';
import type { Budget } from '../ports/limiter.ts';
import { dayMs, testContext } from '../testing/context.ts';
import { createApp } from './app.ts';
import type { Context } from './context.ts';
import { KnownAddresses } from './known-addresses.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** An app with these limits, and the warnings that it logs. */
function limited(rules: Partial<Record<Budget, readonly Rule[]>>, given: Partial<Context> = {}) {
  const logged: { what: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const ignore = () => {};
  const log = {
    debug: ignore,
    info: ignore,
    error: ignore,
    warn: (what: string, fields: Readonly<Record<string, unknown>> = {}) => void logged.push({ what, fields }),
  };
  // A hasher without a limit: concurrent hashing is limited separately.
  const hasher: Context['hasher'] = {
    hash: async (password) => ({ ok: true, value: `hash of ${password}` }),
    verify: async (password, hash) => ({ ok: true, value: hash === `hash of ${password}` }),
  };
  const budgets = {
    message: [],
    request: [],
    login: [],
    loginName: [],
    password: [],
    signup: [],
    connect: [],
    ...rules,
  };
  const base = testContext({ log, hasher, ...given });
  const context = { ...base, limiter: createMemoryLimiter(budgets, base.clock) };
  const app = createApp(context);
  const ask = (user: string, address: string) => ({
    user,
    password: `the long password of ${user}`,
    device: 'test',
    address,
  });
  return { app, context, logged, ask, clock: context.clock };
}

test('R47: an office of 300 behind one address logs in at nine o’clock', async () => {
  const { app, ask } = limited({ login: [{ points: 100, durationMs: minuteMs }], loginName: nameBudget(10) });
  const people = Array.from({ length: 300 }, (_, i) => `user-${i}`);
  for (const user of people) expect((await app.signUp(ask(user, 'home'))).ok).toBe(true);
  for (const user of people) {
    if (user.endsWith('7')) await app.logIn({ ...ask(user, 'office'), password: 'mistyped once' });
    expect((await app.logIn(ask(user, 'office'))).ok, user).toBe(true);
  }
});

test('R47: a thousand guesses from fifty addresses lock nobody out who logged in before', async () => {
  const { app, ask, clock } = limited({ login: [{ points: 100, durationMs: minuteMs }], loginName: nameBudget(10) });
  const auth = await app.signUp(ask('alice', 'office'));
  if (!auth.ok) throw new Error(auth.error.code);
  await app.resume(auth.value.token ?? '', 'home');
  const codes = new Map<string, number>();
  for (let i = 0; i < 1000; i++) {
    const guess = await app.logIn({ ...ask('alice', `evil ${i % 50}`), password: `guess ${i}` });
    const code = guess.ok ? 'ok' : guess.error.code;
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  expect(codes).toEqual(
    new Map([
      ['wrong_credentials', 5],
      ['slow_down', 995],
    ]),
  );
  expect((await app.logIn(ask('alice', 'office'))).ok).toBe(true);
  expect((await app.logIn(ask('alice', 'home'))).ok).toBe(true);
  const elsewhere = await app.logIn(ask('alice', 'train'));
  expect(elsewhere).toMatchObject({ error: { code: 'slow_down' } });
  clock.skip(elsewhere.ok ? 0 : (elsewhere.error.retryAfterMs ?? 0));
  expect((await app.logIn(ask('alice', 'train'))).ok).toBe(true);
});

test('the addresses of open sessions are known to another process, and after a restart', async () => {
  const { app, ask, context } = limited({ loginName: nameBudget(10) });
  const auth = await app.signUp(ask('alice', 'office'));
  if (!auth.ok) throw new Error(auth.error.code);
  const other = createApp({ ...context, knownAddresses: new KnownAddresses() });
  for (let i = 0; i < 50; i++) await other.logIn({ ...ask('alice', `evil ${i}`), password: 'a guess' });
  expect(await other.logIn(ask('alice', 'train'))).toMatchObject({ error: { code: 'slow_down' } });
  expect((await other.logIn(ask('alice', 'office'))).ok).toBe(true);
});

test('guesses at the log-in from elsewhere do not prevent the owner from changing the password', async () => {
  const { app, ask } = limited({ loginName: nameBudget(10), password: nameBudget(10) });
  const auth = await app.signUp(ask('alice', 'office'));
  if (!auth.ok) throw new Error(auth.error.code);
  for (let i = 0; i < 50; i++) await app.logIn({ ...ask('alice', `evil ${i}`), password: 'a guess' });
  expect(await app.logIn(ask('alice', 'train'))).toMatchObject({ error: { code: 'slow_down' } });
  const change = { current: ask('alice', '').password, new: 'another long password' };
  expect(await app.changePassword(auth.value, change)).toMatchObject({ ok: true });
});

test('guesses on one device do not prevent the owner from changing the password on another', async () => {
  const { app, ask } = limited({ password: nameBudget(10) });
  const stolen = await app.signUp(ask('alice', 'office'));
  const own = await app.logIn(ask('alice', 'office'));
  if (!stolen.ok || !own.ok) throw new Error('not logged in');
  const change = (current: string) => ({ current, new: 'another long password' });
  const codes = [];
  for (let i = 0; i < 6; i++) {
    const changed = await app.changePassword(stolen.value, change(`guess ${i}`));
    codes.push(changed.ok ? 'ok' : changed.error.code);
  }
  expect(codes).toEqual([...Array.from({ length: 5 }, () => 'wrong_credentials'), 'slow_down']);
  expect((await app.changePassword(own.value, change(ask('alice', '').password))).ok).toBe(true);
});

test('`busy` costs no attempt: at sign-up, log-in and password change', async () => {
  const free = { busy: false };
  const hasher: Context['hasher'] = {
    hash: async (password) => (free.busy ? { ok: false, error: 'busy' } : { ok: true, value: password }),
    verify: async (password, hash) =>
      free.busy ? { ok: false, error: 'busy' } : { ok: true, value: password === hash },
  };
  const two = [{ points: 2, durationMs: hourMs }];
  const { app, ask } = limited({ signup: two, login: two, loginName: two, password: two }, { hasher });
  const auth = await app.signUp(ask('alice', 'here'));
  if (!auth.ok) throw new Error(auth.error.code);
  const current = ask('alice', '').password;
  const change = () => app.changePassword(auth.value, { current, new: 'another long password' });
  const busy = { error: { code: 'busy' } };
  free.busy = true;
  for (let i = 0; i < 5; i++) {
    expect(await app.signUp(ask('bob', 'here'))).toMatchObject(busy);
    expect(await app.logIn(ask('alice', 'here'))).toMatchObject(busy);
    expect(await change()).toMatchObject(busy);
  }
  free.busy = false;
  expect((await app.signUp(ask('bob', 'here'))).ok).toBe(true);
  expect((await app.logIn(ask('alice', 'here'))).ok).toBe(true);
  expect((await change()).ok).toBe(true);
});

test('guesses from one address are limited, under however many names', async () => {
  const { app, ask } = limited({ login: [{ points: 100, durationMs: minuteMs }] });
  let refused = 0;
  for (let i = 0; i < 150; i++) {
    const guess = await app.logIn(ask(`name-${i}`, 'evil'));
    if (!guess.ok && guess.error.code === 'slow_down') refused++;
  }
  expect(refused).toBe(50);
});

test('an invited sign-up does not count against the hourly limit; one with a wrong code does', async () => {
  const settings = { ...testContext().settings, signup: 'invite' as const };
  const { app, ask, context } = limited({ signup: [{ points: 2, durationMs: hourMs }] }, { settings });
  const codeHash = context.ids.digest('right');
  await context.store.createInvite({ id: 'i', codeHash, atMs: 0, expiresMs: context.clock.nowMs() + dayMs, uses: 40 });
  const signUp = async (user: string, invite: string) => {
    const auth = await app.signUp({ ...ask(user, 'office'), invite });
    return auth.ok ? 'ok' : auth.error.code;
  };
  for (let i = 0; i < 40; i++) expect(await signUp(`user-${i}`, 'right')).toBe('ok');
  expect(await signUp('one', 'right')).toBe('bad_invite');
  expect(await signUp('two', 'made up')).toBe('bad_invite');
  expect(await signUp('three', 'made up')).toBe('slow_down');
});

test('one invite does not allow unlimited attempts at taken names', async () => {
  const settings = { ...testContext().settings, signup: 'invite' as const };
  const { app, ask, context } = limited({ signup: [{ points: 3, durationMs: hourMs }] }, { settings });
  const codeHash = context.ids.digest('right');
  await context.store.createInvite({ id: 'i', codeHash, atMs: 0, expiresMs: context.clock.nowMs() + dayMs, uses: 9 });
  const signUp = async (user: string) => {
    const auth = await app.signUp({ ...ask(user, 'here'), invite: 'right' });
    return auth.ok ? 'ok' : auth.error.code;
  };
  expect(await signUp('ada')).toBe('ok');
  const tries = [];
  for (let i = 0; i < 4; i++) tries.push(await signUp('ada'));
  expect(tries).toEqual(['name_taken', 'name_taken', 'name_taken', 'slow_down']);
});

test('a limit that is hit is logged, once a minute per key, and never with what was typed as a name', async () => {
  const { app, ask, logged, clock } = limited({
    login: [{ points: 1, durationMs: hourMs }],
    loginName: [{ points: 1, durationMs: hourMs }],
  });
  const reached = () => logged.filter(({ what }) => what === 'limit reached').map(({ fields }) => fields);
  for (let i = 0; i < 20; i++) await app.logIn(ask('my-password', 'evil'));
  expect(reached()).toEqual([expect.objectContaining({ limit: 'login', key: 'evil' })]);
  await app.logIn(ask('my-password', 'other'));
  expect(reached()).toHaveLength(2);
  expect(JSON.stringify(logged)).not.toContain('my-password');
  clock.skip(minuteMs);
  await app.logIn(ask('ada', 'evil'));
  expect(reached()).toHaveLength(3);
});

test('a wall clock 100 days ahead, or behind, ends no session, no invite and no held message', async () => {
  const settings = { ...testContext().settings, signup: 'invite' as const };
  const { app, ask, clock, context, logged } = limited({ message: [{ points: 1, durationMs: 1000 }] }, { settings });
  const codeHash = context.ids.digest('right');
  await context.store.createInvite({ id: 'i', codeHash, atMs: 0, expiresMs: clock.nowMs() + dayMs, uses: 9 });
  const before = await app.signUp({ ...ask('ada', 'here'), invite: 'right' });
  if (!before.ok) throw new Error(before.error.code);
  let ended = 0;
  const watched = app.watchSession(before.value, { sessionEnded: () => void ended++ });
  for (const byMs of [100 * dayMs, -200 * dayMs, 100 * dayMs]) {
    clock.jump(byMs);
    clock.advance(31_000);
    for (let i = 0; i < 20; i++) await Promise.resolve();
    expect((await app.resume(before.value.token ?? '')).ok, `after ${byMs}`).toBe(true);
    const during = await app.logIn(ask('ada', 'here'));
    expect(during.ok && (await app.resume(during.value.token ?? '')).ok, `after ${byMs}`).toBe(true);
    expect(
      (await app.signUp({ ...ask(`user${Math.random().toString(36).slice(2)}`, 'here'), invite: 'right' })).ok,
    ).toBe(true);
  }
  expect((await app.listSessions(before.value)).length).toBe(4);
  expect(ended).toBe(0);
  expect(logged.filter(({ what }) => what === 'the wall clock jumped')).toHaveLength(3);
  watched.stop();
});

test('a password that no account can have is refused without hashing, and counts as an attempt', async () => {
  let compared = 0;
  const hasher: Context['hasher'] = {
    hash: async (password) => ({ ok: true, value: `hash of ${password}` }),
    verify: async () => ({ ok: true, value: ++compared > 100 }),
  };
  const two = [{ points: 2, durationMs: hourMs }];
  const { app, ask } = limited({ login: two, password: two }, { hasher });
  const signed = await app.signUp(ask('ada', 'home'));
  if (!signed.ok) throw new Error(signed.error.code);
  const long = 'x'.repeat(200_000);
  const logIn = async () => await app.logIn({ ...ask('ada', 'home'), password: long });
  const refused = { error: { code: 'wrong_credentials', detail: expect.stringContaining('256 bytes') } };
  expect([await logIn(), await logIn()]).toMatchObject([refused, refused]);
  expect(await logIn()).toMatchObject({ error: { code: 'slow_down' } });
  const change = await app.changePassword(signed.value, { current: long, new: 'a new long password' });
  expect(change).toMatchObject({ error: { code: 'wrong_credentials' } });
  const short = { ...ask('bob', 'home'), password: long };
  expect(await app.signUp(short)).toMatchObject({ error: { code: 'weak_password' } });
  expect(compared).toBe(0);
});
