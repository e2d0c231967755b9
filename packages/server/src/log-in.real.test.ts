import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

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
