import { connect } from 'node:tls';
import { ok } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { Hasher } from '../../ports/hasher.ts';
import { RawClient } from '../../testing/raw-client.ts';
import { startTestServer } from '../../testing/start-server.ts';

/** Requests an upgrade that is refused, and never closes its own side. */
function clingTo(url: string) {
  const { hostname: host, port } = new URL(url);
  const options = { host, port: Number(port), rejectUnauthorized: false, allowHalfOpen: true };
  const socket = connect(options);
  const state = { answer: '', gone: false };
  socket.on('data', (data) => {
    state.answer += String(data);
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    state.gone = true;
  });
  socket.write(
    `GET /nowhere HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`,
  );
  return { socket, state };
}

test('a refused upgrade is closed although the other end keeps it open', async () => {
  await using server = await startTestServer();
  const { socket, state } = clingTo(server.url);
  await eventually(() => state.answer.startsWith('HTTP/1.1 404'));
  // Writing fails only once the server has closed its reading side too.
  const refused = () => {
    socket.write('still here');
    return state.gone;
  };
  const gone = await eventually(refused).catch(() => false);
  socket.destroy();
  expect(gone).toBe(true);
});

test('a refused connection costs as much as an accepted one', async () => {
  await using server = await startTestServer({ connectionsPerMinute: '2' });
  const statusOf = async (path: string) => {
    const { client, status } = await RawClient.open(`${server.url}${path}`);
    client.ws.terminate();
    return status;
  };
  expect([await statusOf('/nowhere'), await statusOf('/nowhere'), await statusOf('/ws')]).toEqual([404, 404, 429]);
});

test('a session whose socket closed before the reply is ended', async () => {
  const { promise: checked, resolve: check } = Promise.withResolvers<void>();
  const asked: string[] = [];
  const hasher: Hasher = {
    hash: async (password) => ok(password),
    verify: async (password, hash) => {
      asked.push(password);
      if (asked.length === 1) await checked;
      return ok(password === hash);
    },
  };
  await using server = await startTestServer({}, { hasher });
  const ada = await RawClient.greeted(server.url);
  await ada.signUp('ada');
  const gone = await RawClient.greeted(server.url);
  const logIn = { type: 'login', user: 'ada', password: 'long password of ada', device: 'gone' };
  gone.send({ ...logIn, id: 'in' });
  await eventually(() => asked.length === 1);
  gone.ws.terminate();
  // The server answers a later connection only after it has seen the earlier one close.
  await RawClient.greeted(server.url);
  check();
  const open = await RawClient.greeted(server.url);
  await open.ask({ ...logIn, device: 'kept' });
  const devices = async () => {
    const { sessions } = (await open.ask({ type: 'session.list' })) as unknown as { sessions: { device: string }[] };
    return sessions.map(({ device }) => device).sort();
  };
  await eventually(async () => (await devices()).length === 2);
  expect(await devices()).toEqual(['kept', 'test']);
});
