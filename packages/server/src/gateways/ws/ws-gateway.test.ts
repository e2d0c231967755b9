import { connect } from 'node:tls';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
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
  const gone = await eventually(refused, { withinMs: 3000 }).catch(() => false);
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
