import { clientOf, FakeServer } from '@securechat/client/testing';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { signOutOnLeave } from './sign-out.ts';

const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

async function signedIn() {
  const server = new FakeServer();
  const clock = new FakeClock();
  const client = clientOf(server, clock);
  await client.connect();
  await client.synced();
  return { server, clock, client };
}

test('a server that hears of it ends the session, and nothing is to be said', async () => {
  const { server, clock, client } = await signedIn();
  expect(await signOutOnLeave(client, clock)).toBe('');
  expect(server.seen.at(-1)?.type).toBe('logout');
  expect([client.getSnapshot().link.status, clock.waiting]).toEqual(['offline', 0]);
});

test('a session that is gone already is as good as ended', async () => {
  const { server, clock, client } = await signedIn();
  server.refuse = { logout: { code: 'session_expired' } };
  expect(await signOutOnLeave(client, clock)).toBe('');
});

test('a silent server is waited for three seconds, and the user is told', async () => {
  const { server, clock, client } = await signedIn();
  server.silent = true;
  let said: string | undefined;
  void signOutOnLeave(client, clock).then((message) => {
    said = message;
  });
  clock.advance(2999);
  await settle();
  expect(said).toBeUndefined();
  clock.advance(1);
  await settle();
  expect(said).toContain('could not be reached');
  expect([client.getSnapshot().link.status, clock.waiting]).toEqual(['offline', 0]);
});

test('without a connection nobody is waited for', async () => {
  const { server, clock, client } = await signedIn();
  server.dialFailure = { kind: 'unreachable', detail: 'gone' };
  server.cut();
  await settle();
  expect(await signOutOnLeave(client, clock)).toContain('could not be reached');
  expect(clock.waiting).toBe(0);
});
