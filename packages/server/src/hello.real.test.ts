import { limits, OLDEST_VERSION, PROTOCOL_VERSION } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { RawClient } from './testing/raw-client.ts';
import { startTestServer } from './testing/start-server.ts';

const client = { name: 'test', version: '0' };
const login = { type: 'login', user: 'ada', device: 'test' };

test('a version that is too old is answered with those that the server speaks, and the client may try again', async () => {
  await using server = await startTestServer();
  const { client: socket } = await RawClient.open(server.url);
  expect(await socket.ask({ type: 'hello', version: OLDEST_VERSION - 1, client })).toMatchObject({
    type: 'error',
    code: 'unsupported_version',
    versions: { oldest: OLDEST_VERSION, newest: PROTOCOL_VERSION },
  });
  expect(await socket.ask({ type: 'hello', version: OLDEST_VERSION, client })).toMatchObject({
    type: 'welcome',
    version: OLDEST_VERSION,
  });
});

test('a newer version is answered with the newest that the server speaks', async () => {
  await using server = await startTestServer();
  const { client: socket } = await RawClient.open(server.url);
  expect(await socket.ask({ type: 'hello', version: PROTOCOL_VERSION + 7, client })).toMatchObject({
    type: 'welcome',
    version: PROTOCOL_VERSION,
  });
});

test('a password that is too long is refused with a sentence, and the connection stays usable', async () => {
  await using server = await startTestServer();
  await RawClient.signedUp(server.url, 'ada');
  const socket = await RawClient.greeted(server.url);
  const refused = await socket.ask({ ...login, password: 'x'.repeat(200_000) });
  expect(refused).toMatchObject({ type: 'error', code: 'wrong_credentials' });
  expect(refused.message).toContain(`${limits.passwordBytes} bytes`);
  expect(await socket.ask({ ...login, password: 'long password of ada' })).toMatchObject({ type: 'signed-in' });
});

test.each(['before', 'after'])(
  'a frame that is too large %s the greeting closes the connection with 1009',
  async (when) => {
    await using server = await startTestServer();
    const socket = when === 'after' ? await RawClient.greeted(server.url) : (await RawClient.open(server.url)).client;
    socket.frames.length = 0;
    socket.send({ id: '1', ...login, password: 'x'.repeat(1024 * 1024) });
    expect((await socket.ended()).code).toBe(1009);
    expect(socket.frames).toEqual([]);
  },
);
