import { limits } from '@securechat/protocol';
import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createMemoryLimiter } from './adapters/memory-limiter.ts';
import { RawClient } from './testing/raw-client.ts';
import { quiet, startTestServer } from './testing/start-server.ts';

test('a rate-limited message is refused with a time to wait and not stored, and nothing overtakes it', async () => {
  await using server = await startTestServer({ messageRate: '5', messageBurst: '3', messagesPerMinute: '0' });
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const replies = await Promise.all([0, 1, 2, 3, 4].map((i) => ada.say('general', `m${i}`, `a-${i}`)));
  expect(replies.map((r) => r.type)).toEqual(['ack', 'ack', 'ack', 'error', 'error']);
  expect(replies[3]).toMatchObject({ code: 'slow_down' });
  const waitMs = Number(replies[3]?.retryAfterMs);
  expect(waitMs).toBeGreaterThan(0);
  await new Promise((resume) => setTimeout(resume, waitMs + 20));
  expect(await ada.say('general', 'm4', 'a-4')).toMatchObject({ code: 'slow_down' });
  expect(await ada.say('general', 'm3', 'a-3')).toMatchObject({ type: 'ack' });
  expect(await ada.say('general', 'm4', 'a-4')).toMatchObject({ type: 'ack' });
});

test('bad frames get their codes, and too many end the connection', async () => {
  await using server = await startTestServer();
  const client = await RawClient.greeted(server.url);
  client.send('{');
  client.send('{"type":"dance","id":"x1"}');
  client.send('{"type":"login","id":"x2"}');
  client.send(`${'['.repeat(9)}${']'.repeat(9)}`);
  await client.ask({ type: 'ping' });
  expect(client.all('error').map((e) => [e.re, e.code])).toEqual([
    [undefined, 'bad_frame'],
    ['x1', 'unknown_type'],
    ['x2', 'bad_frame'],
    [undefined, 'bad_frame'],
  ]);
  expect(await client.say('general', 'x', 'x')).toMatchObject({ code: 'not_signed_in' });
  for (let i = 0; i < 10; i++) client.send('nonsense');
  expect((await client.ended()).code).toBe(4000);
});

test('binary frames and frames over the limit close the connection', async () => {
  await using server = await startTestServer();
  const binary = await RawClient.greeted(server.url);
  binary.ws.send(Buffer.from('{}'), { binary: true });
  expect((await binary.ended()).code).toBe(1003);
  const big = await RawClient.greeted(server.url);
  big.send(' '.repeat(limits.frameBytes));
  await big.ask({ type: 'ping' });
  big.send(' '.repeat(limits.frameBytes + 1));
  expect((await big.ended()).code).toBe(1009);
});

test('text is validated: control characters, length, lines, emptiness', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  for (const [text, code] of [
    ['a\u001b[31m', 'bad_text'],
    ['a\u202eb', 'bad_text'],
    [' \n ', 'empty_text'],
    ['\u2800\u200b\u3164', 'empty_text'],
    ['/me \u2800', 'empty_text'],
    ['x'.repeat(limits.text + 1), 'too_long'],
    ['\n'.repeat(limits.lines), 'too_long'],
  ] as const) {
    expect(await ada.say('general', text, 'id'), JSON.stringify(text.slice(0, 10))).toMatchObject({ code });
  }
  expect(await ada.say('general', 'x'.repeat(limits.text), 'ok')).toMatchObject({ type: 'ack' });
});

test('names and passwords are validated, and a wrong password looks like an unknown user', async () => {
  await using server = await startTestServer();
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  expect(await ada.ask({ type: 'login', user: 'ada', password: 'x', device: 'd' })).toMatchObject({
    code: 'already_signed_in',
  });
  const guest = await RawClient.greeted(server.url);
  const signup = (user: string, password = 'a long enough password') =>
    guest.ask({ type: 'signup', user, password, device: 'test' });
  expect(await signup('Ada')).toMatchObject({ code: 'name_taken' });
  for (const name of ['a b', 'x', '\u0430lice', 'admin', 'a'.repeat(33), '-x']) {
    expect(await signup(name), name).toMatchObject({ code: 'bad_name' });
  }
  for (const password of [
    'short',
    'aaaaaaaaaaaaaaa',
    'passwordpassword',
    'bob-bob-bob-b',
    'a\u0000'.repeat(12),
    'x'.repeat(257),
  ]) {
    expect(await signup('bob', password), password).toMatchObject({ code: 'weak_password' });
  }
  const login = (user: string, password: string) => guest.ask({ type: 'login', user, password, device: 'test' });
  const { re: _, ...wrong } = await login('ada', 'not the password');
  const { re: __, ...unknown } = await login('nobody', 'not the password');
  expect(wrong).toEqual(unknown);
  expect(wrong).toMatchObject({ code: 'wrong_credentials' });
  expect(await login('ADA', 'long password of ada')).toMatchObject({ type: 'signed-in', user: 'ada' });
});

test('origins, paths and protocols are checked before the upgrade', async () => {
  await using server = await startTestServer();
  const own = server.page.replace(/\/$/, '');
  const upgrade = async (path: string, origin?: string, protocols?: string[]) => {
    const { client, status } = await RawClient.open(`${server.url}${path}`, origin ? { origin } : {}, protocols);
    client.ws.terminate();
    return status;
  };
  expect(await upgrade('/ws')).toBe(101);
  expect(await upgrade('/')).toBe(101);
  expect(await upgrade('/ws', own)).toBe(101);
  expect(await upgrade('/ws', own.toUpperCase())).toBe(101);
  for (const origin of [
    'null',
    `${own}4`,
    own.replace('https', 'http'),
    'https://evil.example',
    `${own}.evil.example`,
  ]) {
    expect(await upgrade('/ws', origin), origin).toBe(403);
  }
  expect(await upgrade('/x')).toBe(404);
  expect(await upgrade('/ws', undefined, ['other.v1'])).toBe(400);
});

test('connections of an account are limited, and a closed one frees its place', async () => {
  await using server = await startTestServer({ ...quiet, connectionsPerMinute: '0', requestsPerSecond: '0' });
  const { client: ada, token } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const open = [ada];
  const resume = async () => {
    const client = await RawClient.greeted(server.url);
    return { client, reply: await client.ask({ type: 'resume', token }) };
  };
  while (open.length < limits.connectionsPerUser) {
    const { client, reply } = await resume();
    expect(reply.type).toBe('signed-in');
    open.push(client);
  }
  expect((await resume()).reply).toMatchObject({ code: 'too_many_connections', retryAfterMs: 5000 });
  // Somebody has stolen a token of hers and takes all places: with the password she still gets in, and can end that session.
  const logIn = { type: 'login', user: 'ada', password: 'long password of ada', device: 'the owner' };
  const fresh = await RawClient.greeted(server.url);
  expect(await fresh.ask(logIn)).toMatchObject({ type: 'signed-in' });
  await eventually(() => ada.ws.readyState === ada.ws.CLOSED);
  expect((await resume()).reply).toMatchObject({ code: 'too_many_connections' });
  expect(await bob.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
  open.at(-1)?.ws.close();
  await eventually(async () => (await resume()).reply.type === 'signed-in');
});

test('requests count for the account, across all its connections and sessions', async () => {
  const budgets = { message: [], login: [], loginName: [], password: [], signup: [], connect: [] };
  const limiter = createMemoryLimiter(
    { ...budgets, request: [{ points: 20, durationMs: 3_600_000 }] },
    new FakeClock(),
  );
  await using server = await startTestServer(quiet, { limiter });
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const second = await RawClient.greeted(server.url);
  const logIn = { type: 'login', user: 'ada', password: 'long password of ada', device: 'second' };
  expect((await second.ask(logIn)).type).toBe('signed-in');
  const replies = await Promise.all(
    Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? ada : second).ask({ type: 'ping' })),
  );
  const refused = replies.filter(({ code }) => code === 'slow_down');
  // Neither user sent more than the 20 requests that an account has.
  expect(refused).toHaveLength(20);
});
