import { connect } from 'node:tls';
import { ok } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { Hasher } from '../../ports/hasher.ts';
import { RawClient } from '../../testing/raw-client.ts';
import { startTestServer } from '../../testing/start-server.ts';

/** Asks for an upgrade that is refused, and keeps its own side open whatever the server does. */
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

test('a refused upgrade is let go of, though the other end holds on to it', async () => {
  await using server = await startTestServer();
  const { socket, state } = clingTo(server.url);
  await eventually(() => state.answer.startsWith('HTTP/1.1 404'));
  // Writing fails only once the server has closed its side for reading too.
  const refused = () => {
    socket.write('still here');
    return state.gone;
  };
  const gone = await eventually(refused).catch(() => false);
  socket.destroy();
  expect(gone).toBe(true);
});

test('refusals spend what connections spend', async () => {
  await using server = await startTestServer({ connectionsPerMinute: '2' });
  const statusOf = async (path: string) => {
    const { client, status } = await RawClient.open(`${server.url}${path}`);
    client.ws.terminate();
    return status;
  };
  expect([await statusOf('/nowhere'), await statusOf('/nowhere'), await statusOf('/ws')]).toEqual([404, 404, 429]);
});

test('a session made for a socket that is gone before its answer is ended', async () => {
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
  // A connection that is opened after the end of another is answered after it has been heard.
  await RawClient.greeted(server.url);
  check();
  const kept = await RawClient.greeted(server.url);
  await kept.ask({ ...logIn, device: 'kept' });
  const devices = async () => {
    const { sessions } = (await kept.ask({ type: 'sessions.list' })) as unknown as { sessions: { device: string }[] };
    return sessions.map(({ device }) => device).sort();
  };
  await eventually(async () => (await devices()).length === 2);
  expect(await devices()).toEqual(['kept', 'test']);
});
