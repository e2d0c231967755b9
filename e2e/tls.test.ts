import { createServer } from 'node:net';
import { createChatClient } from '@securechat/client';
import { nodeClock, nodeDialer, probePin } from '@securechat/client/node';
import { expect, test } from 'vitest';
import { startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

const other = `${'A'.repeat(42)}E`;

/** Connects once and says how it went. */
async function connect(url: string, pin?: string) {
  const client = createChatClient({
    url,
    dialer: nodeDialer({ pin }),
    clock: nodeClock,
    client: { name: 'test', version: '0' },
    device: 'test',
    reconnect: false,
  });
  const connected = await client.connect();
  await client.close();
  return connected.ok ? 'welcome' : connected.error.kind === 'offline' ? connected.error.dial : connected.error;
}

test('the right pin connects; another, or none, stops before anything is said', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  expect(await connect(server.url, server.pin)).toBe('welcome');
  expect(await connect(server.url, other)).toEqual({ kind: 'pin_changed', known: other, seen: server.pin });
  expect(await connect(server.url)).toMatchObject({ kind: 'unknown_pin', seen: server.pin });
  const shown = await probePin(server.url, 5000);
  expect(shown).toMatchObject({ ok: true, value: { pin: server.pin, trusted: false } });
  expect(shown.ok && shown.value.expiresMs).toBeGreaterThan(Date.now());
});

test('the pin stays when the server is started again', async () => {
  using folder = temporaryFolder();
  await using first = await startServer(folder.path);
  await first.kill('SIGTERM');
  await using again = await startServer(folder.path, { port: first.port });
  expect(again.pin).toBe(first.pin);
});

test('nobody there, no TLS there, no wss address: each is told from the others', async () => {
  expect(await connect('wss://127.0.0.1:1')).toMatchObject({ kind: 'unreachable', detail: 'connection refused' });
  const plain = createServer((socket) => socket.end('220 hello\r\n')).listen(0, '127.0.0.1');
  await new Promise((listening) => plain.once('listening', listening));
  const { port } = plain.address() as { port: number };
  expect(await connect(`wss://127.0.0.1:${port}`)).toMatchObject({ kind: 'unreachable' });
  plain.close();
  expect(await connect('ws://127.0.0.1:1')).toMatchObject({ kind: 'refused' });
});
