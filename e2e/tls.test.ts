import { readFileSync } from 'node:fs';
import { createServer as createWebServer } from 'node:https';
import { createServer } from 'node:net';
import { createChatClient } from '@securechat/client';
import { nodeClock, nodeDialer, probePin } from '@securechat/client/node';
import { expect, test } from 'vitest';
import { startServer } from './support/server.ts';
import { temporaryFolder } from './support/tools.ts';

const other = `${'A'.repeat(42)}E`;

/** Connects once and returns the result. */
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

test('the right pin connects; another, or none, refuses before anything is sent', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path);
  expect(await connect(server.url, server.pin)).toBe('welcome');
  expect(await connect(server.url, other)).toEqual({ kind: 'pin-changed', known: other, seen: server.pin });
  expect(await connect(server.url)).toMatchObject({ kind: 'unknown-pin', seen: server.pin });
  const shown = await probePin(server.url, 5000);
  expect(shown).toMatchObject({ ok: true, value: { pin: server.pin, trusted: false } });
  expect(shown.ok && shown.value.expiresMs).toBeGreaterThan(Date.now());
});

test('the pin stays the same over a restart', async () => {
  using folder = temporaryFolder();
  await using first = await startServer(folder.path);
  await first.kill('SIGTERM');
  await using again = await startServer(folder.path, { port: first.port });
  expect(again.pin).toBe(first.pin);
});

test.each([
  [302, /a web page was returned .*HTTP 302.*log in to this network/],
  [200, /a web page was returned .*HTTP 200/],
  [511, /a web page was returned .*HTTP 511/],
  [502, /a proxy replied.*HTTP 502/],
  [429, /accepts no more connections/],
  [404, /no SecureChat server .*HTTP 404/],
])('a network or proxy that answers %i in place of the server is reported as such', async (status, said) => {
  using folder = temporaryFolder();
  const { pin } = await startServer(folder.path).then(async (server) => {
    await server.kill('SIGTERM');
    return server;
  });
  const [key, cert] = ['key', 'cert'].map((part) => readFileSync(folder.in(`certs/server-${part}.pem`)));
  const web = createWebServer({ key, cert }).on('upgrade', (_, socket) => {
    socket.end(`HTTP/1.1 ${status} No\r\nLocation: https://login.example/\r\nContent-Length: 0\r\n\r\n`);
  });
  await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
  const { port } = web.address() as { port: number };
  expect(await connect(`wss://127.0.0.1:${port}`, pin)).toMatchObject({
    kind: 'refused',
    detail: expect.stringMatching(said),
  });
  web.close();
});

test('no server, no TLS, no wss address: each has its own error', async () => {
  expect(await connect('wss://127.0.0.1:1')).toMatchObject({ kind: 'unreachable', detail: 'connection refused' });
  const plain = createServer((socket) => socket.end('220 hello\r\n')).listen(0, '127.0.0.1');
  await new Promise((listening) => plain.once('listening', listening));
  const { port } = plain.address() as { port: number };
  expect(await connect(`wss://127.0.0.1:${port}`)).toMatchObject({ kind: 'unreachable' });
  plain.close();
  expect(await connect('ws://127.0.0.1:1')).toMatchObject({ kind: 'refused' });
});
