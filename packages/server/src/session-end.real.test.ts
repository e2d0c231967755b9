import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

/** Ada's account with two sessions, the second of which has two connections. */
async function setUp(url: string) {
  const { client: laptop } = await RawClient.signedUp(url, 'ada');
  const phone = await RawClient.greeted(url);
  const { token } = await phone.ask({ type: 'login', user: 'ada', password: 'long password of ada', device: 'phone' });
  const tab = await RawClient.greeted(url);
  const { session } = await tab.ask({ type: 'resume', token });
  return { laptop, phone, tab, session, token };
}

test.each([
  ['session.revoke of its own session', (session: unknown) => ({ type: 'session.revoke', session })],
  ['logout', () => ({ type: 'logout' })],
])('%s is answered before the socket is closed; other sockets of the session are closed too', async (_, frame) => {
  await using server = await startTestServer();
  const { laptop, phone, tab, session, token } = await setUp(server.url);
  expect(await phone.ask(frame(session))).toMatchObject({ type: 'done' });
  expect((await phone.ended()).code).toBe(4001);
  expect((await tab.ended()).code).toBe(4001);
  expect(await laptop.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
  const back = await RawClient.greeted(server.url);
  expect(await back.ask({ type: 'resume', token })).toMatchObject({ code: 'session_expired' });
});

test('a changed password is answered on the session that changed it, and closes the others with 4001', async () => {
  await using server = await startTestServer();
  const { laptop, phone, tab } = await setUp(server.url);
  const change = { type: 'password.change', current: 'long password of ada', new: 'another long password of hers' };
  expect(await laptop.ask(change)).toMatchObject({ type: 'done' });
  expect([(await phone.ended()).code, (await tab.ended()).code]).toEqual([4001, 4001]);
  expect(await laptop.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
});

test('frames of unknown types are refused, however many, and cost what a request costs', async () => {
  await using server = await startTestServer({ requestsPerSecond: '20' });
  const { client } = await RawClient.signedUp(server.url, 'ada');
  const codes = new Map<unknown, number>();
  const replies = await Promise.all(Array.from({ length: 100 }, () => client.ask({ type: 'room.paint' })));
  for (const { code } of replies) codes.set(code, (codes.get(code) ?? 0) + 1);
  expect([...codes.keys()]).toEqual(['unknown_type', 'slow_down']);
  expect(client.closed).toBeUndefined();
});
