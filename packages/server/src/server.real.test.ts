import { limits } from '@securechat/protocol';
import { eventually, FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { createMemoryLimiter } from './adapters/memory-limiter.ts';
import { readConfig } from './config.ts';
import { openOperator } from './operator.ts';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const quiet = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0' };
const texts = (client: RawClient) =>
  client.frames
    .flatMap((f) => (f.type === 'event' ? [(f as never as { event: { seq: number } }).event] : []))
    .map((e) => e as { seq: number; type: string; body?: { text: string } })
    .filter((e) => e.type === 'message')
    .map((e) => e.body?.text);

test('two users chat: acks count up, and each receives each message once, in order', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await ada.sync();
  await bob.sync();
  const acks = await Promise.all(Array.from({ length: 100 }, (_, i) => ada.say('general', `m${i}`, `a-${i}`)));
  const seqs = acks.map((a) => Number(a.seq));
  expect(seqs).toEqual(Array.from({ length: 100 }, (_, i) => (seqs[0] ?? 0) + i));
  const wanted = Array.from({ length: 100 }, (_, i) => `m${i}`);
  await eventually(() => texts(bob).length === 100 && texts(ada).length === 100);
  expect(texts(bob)).toEqual(wanted);
  expect(texts(ada)).toEqual(wanted);
});

test('a repeated id gets the same ack and is delivered once; with another text it is refused', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await ada.sync();
  const first = await ada.say('general', 'hello', 'id-1');
  const again = await ada.say('general', 'hello', 'id-1');
  expect(again).toMatchObject({ type: 'ack', seq: first.seq, at: first.at });
  expect(await ada.say('general', 'other', 'id-1')).toMatchObject({ type: 'error', code: 'id_reused' });
  await ada.ask({ type: 'ping' });
  expect(texts(ada)).toEqual(['hello']);
});

test('a cursor of another history is noticed by its generation, its seq, or the event at it', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const first = await ada.say('general', 'one', 'm-1');
  const second = await ada.say('general', 'two', 'm-2');
  const jumps = async (cursor: object, more: object = {}) => {
    ada.frames.length = 0;
    await ada.sync([{ room: 'general', seq: Number(first.seq), ...cursor }], more);
    return ada.all('events').map(({ jump, events }) => [jump, events.at(-1)?.seq]);
  };
  expect(await jumps({ id: 'm-1' })).toEqual([[undefined, second.seq]]);
  expect(await jumps({ id: 'another' })).toEqual([['restored', second.seq]]);
  expect(await jumps({ seq: 99, id: 'm-1' })).toEqual([['restored', second.seq]]);
  expect(await jumps({ id: 'm-1' }, { generation: 'another' })).toEqual([['restored', second.seq]]);
});

test('a reader that starts without events learns the id of its cursor, without which a cursor is refused', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { seq } = await ada.say('general', 'one', 'm-1');
  await ada.sync([], { recent: 0 });
  expect(ada.all('events')).toMatchObject([{ jump: 'new', after: seq, afterId: 'm-1', events: [] }]);
  const withoutId = await ada.sync([{ room: 'general', seq: Number(seq) }]);
  expect(withoutId).toMatchObject({ type: 'error', code: 'bad_frame' });
  expect(withoutId.message).toContain('cursors.0.id');
  const next = await ada.say('general', 'two', 'm-2');
  ada.frames.length = 0;
  await ada.sync([{ room: 'general', seq: Number(seq), id: 'm-1' }]);
  expect(ada.all('events').map(({ jump, after, afterId }) => [jump, after, afterId])).toEqual([
    [undefined, seq, undefined],
  ]);
  expect(next.seq).toBe(Number(seq) + 1);
});

test('a resumed connection catches up from its cursor, and only what it missed', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob, token } = await RawClient.signedUp(server.url, 'bob');
  const synced = await bob.sync();
  const head = (synced.rooms as { head: number }[])[0]?.head ?? 0;
  const id = bob.all('events').at(-1)?.events.at(-1)?.id ?? '';
  bob.ws.close();
  for (let i = 0; i < 5; i++) await ada.say('general', `missed ${i}`, `m-${i}`);
  const back = await RawClient.greeted(server.url);
  expect(await back.ask({ type: 'resume', token })).toMatchObject({ type: 'signed-in', user: 'bob' });
  await back.sync([{ room: 'general', seq: head, id }]);
  const runs = back.all('events');
  expect(runs.map((r) => [r.after, r.events.length, r.jump])).toEqual([[head, 5, undefined]]);
});

test('events of a room that does not share its history reach a user during its memberships only', async () => {
  await using server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  await bob.sync();
  const team = await ada.createRoom('team', { history: 'joined' });
  await ada.say(team, 'before', 't-1');
  expect(await bob.ask({ type: 'history', room: team, limit: 10 })).toMatchObject({ code: 'not_a_member' });
  expect(await bob.say(team, 'x', 'b-0')).toMatchObject({ code: 'not_a_member' });
  await bob.ask({ type: 'room.join', name: '#Team' });
  await ada.say(team, 'during', 't-2');
  await eventually(() => texts(bob).includes('during'));
  await bob.ask({ type: 'room.leave', room: team });
  await ada.say(team, 'after', 't-3');
  await bob.ask({ type: 'room.join', name: 'team' });
  await ada.say(team, 'again', 't-4');
  await eventually(() => texts(bob).includes('again'));
  expect(texts(bob)).toEqual(['during', 'again']);
  expect(bob.all('events').map((r) => r.jump)).toEqual(['new', 'new', 'rejoined']);
  const page = await bob.ask({ type: 'history', room: team, limit: 50 });
  const said = (page.events as { body?: { text: string } }[]).flatMap((e) => e.body?.text ?? []);
  expect(said).toEqual(['during', 'again']);
});

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

test('sign-up by invite: it is required, and works once', async () => {
  await using server = await startTestServer({ signup: 'invite' });
  const link = (await server.invite())?.link ?? '';
  const invite = /invite=(.+)$/.exec(link)?.[1];
  const guest = await RawClient.greeted(server.url);
  const ask = { type: 'signup', password: 'a long enough password', device: 'test' };
  expect(await guest.ask({ ...ask, user: 'ada' })).toMatchObject({ code: 'invite_needed' });
  expect(await guest.ask({ ...ask, user: 'ada', invite: 'made-up' })).toMatchObject({ code: 'bad_invite' });
  expect(await guest.ask({ ...ask, user: 'ada', invite })).toMatchObject({ type: 'signed-in' });
  const other = await RawClient.greeted(server.url);
  expect(await other.ask({ ...ask, user: 'bob', invite })).toMatchObject({ code: 'bad_invite' });
});

test('logging out and revoking end sockets and tokens at once', async () => {
  await using server = await startTestServer();
  const { client: phone, token } = await RawClient.signedUp(server.url, 'ada');
  const laptop = await RawClient.greeted(server.url);
  await laptop.ask({ type: 'login', user: 'ada', password: 'long password of ada', device: 'laptop' });
  const listed = await laptop.ask({ type: 'session.list' });
  const other = (listed.sessions as { id: string; current: boolean }[]).find((s) => !s.current)?.id;
  expect(await laptop.ask({ type: 'session.revoke', session: other })).toMatchObject({ type: 'done' });
  expect((await phone.ended()).code).toBe(4001);
  const back = await RawClient.greeted(server.url);
  expect(await back.ask({ type: 'resume', token })).toMatchObject({ code: 'session_expired' });
  expect(await laptop.ask({ type: 'logout' })).toMatchObject({ type: 'done' });
  expect((await laptop.ended()).code).toBe(4001);
});

test('others are told once who comes online and who logs out', async () => {
  await using server = await startTestServer();
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await ada.sync();
  const { client: bob } = await RawClient.signedUp(server.url, 'bob');
  const synced = await bob.sync();
  expect((synced.rooms as { online: string[] }[])[0]?.online.toSorted()).toEqual(['ada', 'bob']);
  await bob.ask({ type: 'logout' });
  await eventually(() => ada.all('presence').length === 2);
  expect(ada.all('presence').map((p) => [p.user, p.online])).toEqual([
    ['bob', true],
    ['bob', false],
  ]);
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

test('a stop answers what was received, says when to return, and closes with 1012', async () => {
  const server = await startTestServer(quiet);
  const { client: ada } = await RawClient.signedUp(server.url, 'ada');
  await ada.sync();
  for (let i = 0; i < 50; i++) {
    ada.send({
      type: 'message.send',
      id: `s${i}`,
      room: 'general',
      clientId: `c${i}`,
      body: { kind: 'text', text: `${i}` },
    });
  }
  await ada.say('general', 'last', 'last');
  await server[Symbol.asyncDispose]();
  expect((await ada.ended()).code).toBe(1012);
  expect(ada.all('going-down')).toHaveLength(1);
  expect(ada.all('ack')).toHaveLength(51);
});

test('the operator’s invite links to the last address of the server', async () => {
  await using server = await startTestServer({ signup: 'invite', name: ['chat.example.org'] });
  const config = readConfig({ flags: { data: server.dataDir }, env: {}, terminal: false });
  const operator = config.ok ? await openOperator(config.value) : config;
  if (!operator.ok) throw new Error(operator.error);
  const created = await operator.value.invite({ count: 1, uses: 1 });
  await operator.value.close();
  const [invite] = created.ok ? created.value : [];
  expect(invite?.link).toMatch(/^securechat:\/\/chat\.example\.org:\d+\/#pin=/);
  expect(invite?.link).toContain(server.pin);
  expect(invite?.page).toMatch(/^https:\/\/chat\.example\.org:\d+\/#invite=[\w-]{22}$/);
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
