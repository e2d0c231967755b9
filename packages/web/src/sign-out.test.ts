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

test('a reachable server ends the session, and there is nothing to report', async () => {
  const { server, clock, client } = await signedIn();
  expect(await signOutOnLeave(client, clock)).toBe('');
  expect(server.seen.at(-1)?.type).toBe('logout');
  expect([client.getSnapshot().link.status, clock.waiting]).toEqual(['offline', 0]);
});

test('a session that no longer exists counts as ended', async () => {
  const { server, clock, client } = await signedIn();
  server.refuse = { logout: { code: 'session_expired' } };
  expect(await signOutOnLeave(client, clock)).toBe('');
});

test('after three seconds without a reply the user is warned', async () => {
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

test('without a connection there is no wait', async () => {
  const { server, clock, client } = await signedIn();
  server.dialFailure = { kind: 'unreachable', detail: 'gone' };
  server.cut();
  await settle();
  expect(await signOutOnLeave(client, clock)).toContain('could not be reached');
  expect(clock.waiting).toBe(0);
});
