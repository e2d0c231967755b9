import { closeCodes, ok, type RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { Authenticator } from './authenticator.ts';
import { createChatClient } from './chat-client.ts';
import { clientOf } from './testing/client-of.ts';
import { FakeServer } from './testing/fake-server.ts';

const general = 'general' as RoomId;
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};
const settle = () => turns(60);
/** More turns than a client takes from dialing to the end of its catch-up. */
const moments = Array.from({ length: 40 }, (_, i) => i);

/** The value of a promise once everything has settled; undefined if it is still pending then. */
async function settledValue<T>(promise: Promise<T>): Promise<T | undefined> {
  let value: T | undefined;
  void promise.then((resolved) => {
    value = resolved;
  });
  await settle();
  return value;
}

/** A client that is connected and has sent a log-in, which the server has not answered yet. */
async function loggingIn() {
  const server = new FakeServer();
  const clock = new FakeClock();
  const about = { client: { name: 'test', version: '0' }, device: 'test' };
  const client = createChatClient({ url: 'wss://fake:1', dialer: server, clock, ...about });
  await client.connect();
  server.silent = true;
  const loggedIn = client.logIn({ user: 'ada', password: server.password });
  await settle();
  return { server, clock, client, loggedIn };
}

test.each(moments)(
  'after a connection that is lost after %i turns, the next one delivers everything',
  async (count) => {
    const server = new FakeServer();
    const clock = new FakeClock();
    const client = clientOf(server, clock);
    const said = client.say(general, 'hello');
    void client.connect();
    await turns(count);
    server.cut();
    await settle();
    clock.advance(1000);
    expect(await settledValue(said)).toMatchObject({ ok: true });
    expect(await settledValue(client.resumed())).toMatchObject({ ok: true });
    expect(await settledValue(client.synced())).toMatchObject({ ok: true });
    expect(server.log).toHaveLength(1);
    await client.close();
    expect(clock.waiting).toBe(0);
  },
);

test.each(moments)('a client that is closed %i turns after the answer to a log-in leaves nothing', async (count) => {
  const { server, clock, client, loggedIn } = await loggingIn();
  server.silent = false;
  await turns(count);
  await client.close();
  expect(await settledValue(loggedIn)).toBeDefined();
  expect(clock.waiting).toBe(0);
});

test('a log-in is answered, although the server breaks the protocol right behind its answer', async () => {
  const { server, clock, loggedIn } = await loggingIn();
  server.silent = false;
  server.pushText('garbage');
  expect(await settledValue(loggedIn)).toMatchObject({ ok: true });
  expect(clock.waiting).toBe(0);
});

test('a second log-in on a connection is answered as well', async () => {
  const { server, client, loggedIn } = await loggingIn();
  server.silent = false;
  expect(await settledValue(loggedIn)).toMatchObject({ ok: true });
  const again = client.logIn({ user: 'ada', password: server.password });
  expect(await settledValue(again)).toMatchObject({ ok: true });
});

test('a client that a listener closes as soon as it is online sends nothing more', async () => {
  const server = new FakeServer();
  const clock = new FakeClock();
  const client = clientOf(server, clock);
  client.listen((notice) => {
    if (notice.kind === 'link' && notice.link.status === 'online') void client.close();
  });
  await client.connect();
  await settle();
  expect(server.seen.map(({ type }) => type)).toEqual(['hello', 'resume']);
  expect(clock.waiting).toBe(0);
});

test('a closed client neither connects nor asks', async () => {
  const server = new FakeServer();
  const clock = new FakeClock();
  const client = clientOf(server, clock);
  await client.connect();
  await client.synced();
  await client.close();
  const seen = server.seen.length;
  const closed = { ok: false, error: { kind: 'offline', detail: 'closed' } };
  expect(await settledValue(client.connect())).toEqual(closed);
  expect(await settledValue(client.listRooms())).toEqual(closed);
  expect(server.seen).toHaveLength(seen);
  expect(clock.waiting).toBe(0);
});

test('a sign-in is passed to the latest connection only, so that none of the earlier ones stays in memory', async () => {
  const frame = { type: 'signed-in', re: 'r1', user: 'ada', session: 's1', token: 'sct_token' };
  const requests = { ask: async () => ok(frame as never) };
  const session = new Authenticator({ requests, device: 'test', token: undefined });
  session.welcomed({} as never);
  const earlier = session.nextSignIn();
  const latest = session.nextSignIn();
  void session.signIn({ type: 'login', user: 'ada' as never, password: 'any' });
  expect(await settledValue(latest)).toBe(frame);
  expect(await settledValue(earlier)).toBeUndefined();
});

test('a request fails with the end of the session that it is asked in, not with a lost connection', async () => {
  const server = new FakeServer();
  const client = clientOf(server, new FakeClock());
  await client.connect();
  await client.synced();
  server.silent = true;
  const listed = client.listRooms();
  await settle();
  server.cut(closeCodes.session_ended.code);
  expect(await settledValue(listed)).toMatchObject({ ok: false, error: { refusal: { code: 'session_expired' } } });
});

test.each([
  ['whose session has ended', {}, (server: FakeServer) => server.cut(closeCodes.session_ended.code)],
  ['whose account was deleted', {}, (server: FakeServer) => server.cut(closeCodes.account_deleted.code)],
  ['that does not reconnect', { reconnect: false }, (server: FakeServer) => server.cut()],
] as const)('a client %s stays ended: to connect again tells why, and dials nothing', async (_, options, end) => {
  const server = new FakeServer();
  const clock = new FakeClock();
  const client = clientOf(server, clock, options);
  await client.connect();
  await client.synced();
  end(server);
  await settle();
  const seen = server.seen.length;
  const first = await settledValue(client.connect());
  expect(first).toMatchObject({ ok: false, error: { kind: expect.any(String) } });
  expect(await settledValue(client.connect())).toEqual(first);
  expect(await settledValue(client.resumed())).toEqual(first);
  expect([server.seen.length, clock.waiting]).toEqual([seen, 0]);
  await client.close();
});

test('a client that the server refuses stays ended, too', async () => {
  const server = new FakeServer();
  server.refuse = { hello: { code: 'unsupported_version' } };
  const client = clientOf(server, new FakeClock());
  const refused = { ok: false, error: { kind: 'refused', refusal: { code: 'unsupported_version' } } };
  expect(await settledValue(client.connect())).toMatchObject(refused);
  server.refuse = {};
  expect(await settledValue(client.connect())).toMatchObject(refused);
  expect(server.seen.map(({ type }) => type).filter((type) => type === 'hello')).toHaveLength(1);
});
