import { expect, test } from 'vitest';
import { general, online, settle, setUp } from './testing/online.ts';

test('silence is probed, and a dead link is dropped and dialled again', async () => {
  const { server, clock, client } = await online();
  server.silent = true;
  clock.advance(31_000);
  expect(server.seen.some((f) => f.type === 'ping')).toBe(true);
  clock.advance(10_000);
  expect(client.getSnapshot().link.status).not.toBe('online');
  server.silent = false;
  clock.advance(31_000);
  await settle();
  expect(client.getSnapshot().link.status).toBe('online');
});

test('after a jump of the clock (a sleep) the link is probed at once', async () => {
  const { server, clock } = await online();
  const before = server.seen.length;
  clock.sleep(3_600_000);
  clock.advance(5001);
  expect(server.seen.slice(before).map((f) => f.type)).toContain('ping');
});

test('an unreachable server fails connect, and the client keeps trying', async () => {
  const { server, clock, client } = setUp();
  server.dialFailure = { kind: 'unreachable', detail: 'nobody listens there' };
  expect(await client.connect()).toMatchObject({
    ok: false,
    error: { kind: 'offline', dial: { kind: 'unreachable' } },
  });
  expect(client.getSnapshot().link).toMatchObject({ status: 'waiting', attempt: 1 });
  server.dialFailure = undefined;
  clock.advance(31_000);
  expect(await client.resumed()).toMatchObject({ ok: true });
});

test('a dead link is detected within 10 s of a message, and otherwise within 45 s', async () => {
  for (const [saying, withinMs] of [
    [true, 10_000],
    [false, 45_000],
  ] as const) {
    const { server, clock, client } = await online();
    server.silent = true;
    if (saying) void client.say(general, 'hello');
    await settle();
    clock.advance(withinMs);
    expect(client.getSnapshot().link.status).not.toBe('online');
    await client.close();
  }
});

test('signs of life after a message keep the link', async () => {
  const { server, clock, client } = await online();
  server.refuse['message.send'] = { code: 'slow_down', retryAfterMs: 60_000 };
  void client.say(general, 'hello');
  for (let i = 0; i < 6; i++) {
    clock.advance(4000);
    await settle();
  }
  expect(client.getSnapshot().link).toEqual({ status: 'online' });
  await client.close();
});

test('after a sleep the link is probed or reconnected at once', async () => {
  const { server, clock, client } = await online();
  server.silent = true;
  server.dialFailure = { kind: 'unreachable', detail: 'nobody' };
  clock.chance = 0.99;
  clock.sleep(600_000);
  clock.advance(5000 + 3000);
  await settle();
  expect(client.getSnapshot().link).toMatchObject({ status: 'waiting', attempt: 1 });
  for (let i = 0; i < 8; i++) {
    clock.advance(30_000);
    await settle();
  }
  const { link } = client.getSnapshot();
  expect(link.status === 'waiting' && link.untilMs - clock.nowMs()).toBeGreaterThan(10_000);
  server.silent = false;
  server.dialFailure = undefined;
  clock.sleep(600_000);
  clock.advance(5000);
  await settle();
  expect(client.getSnapshot().link).toEqual({ status: 'online' });
  await client.close();
  expect(clock.waiting).toBe(0);
});

test('an endless retryAfterMs causes neither an endless wait nor a hot loop', async () => {
  const { server, clock, client } = await online();
  server.refuse['message.send'] = { code: 'slow_down', retryAfterMs: Number.MAX_SAFE_INTEGER };
  const saying = client.say(general, 'hello');
  await settle();
  clock.advance(1000);
  expect(server.seen.filter((f) => f.type === 'message.send')).toHaveLength(1);
  server.refuse = {};
  clock.advance(300_000);
  expect(await saying).toMatchObject({ ok: true });
  await client.close();
});

test.each([3_600_000, -3_600_000, 100 * 86_400_000])(
  'setting the wall clock by %d ms neither ends nor probes the link',
  async (byMs) => {
    const { server, clock, client } = await online();
    const sent = server.seen.length;
    clock.advance(1000);
    clock.jump(byMs);
    // Silent, but still within the time limit.
    clock.advance(20_000);
    await settle();
    expect(client.getSnapshot().link.status).toBe('online');
    expect(server.seen).toHaveLength(sent);
    server.dialFailure = { kind: 'unreachable', detail: 'nobody there' };
    server.cut();
    await settle();
    clock.jump(-byMs);
    server.dialFailure = undefined;
    clock.advance(1000);
    await settle();
    expect(client.getSnapshot().link.status).toBe('online');
    await client.close();
  },
);

test('a wait requested by the server keeps its length when the wall clock is set back', async () => {
  const { server, clock, client } = await online();
  server.refuse = { 'message.send': { code: 'slow_down', retryAfterMs: 5000 } };
  const saying = client.say(general, 'hello');
  await settle();
  server.refuse = {};
  clock.jump(-3_600_000);
  clock.advance(10_000);
  await settle();
  expect(await saying).toMatchObject({ ok: true });
  await client.close();
});
