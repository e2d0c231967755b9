import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually } from '@securechat/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChaosProxy, type Mode } from './chaos-proxy.ts';
import { Random } from './random.ts';

let echo: Server;
let proxy: ChaosProxy;
let client: Socket;
/** Of this test only: the end of an earlier test's connection may be reported late. */
let seen = { atClient: '', atServer: '', ended: '' };
beforeEach(async () => {
  const mine = { atClient: '', atServer: '', ended: '' };
  seen = mine;
  echo = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      mine.atServer += data.toString();
      socket.write(data);
    });
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = new ChaosProxy((echo.address() as AddressInfo).port, new Random(1));
  client = connect(await proxy.listen(), '127.0.0.1');
  client.on('data', (data) => {
    mine.atClient += data.toString();
  });
  client.on('error', (error: Error & { code?: string }) => {
    mine.ended = error.code ?? '';
  });
  client.on('close', () => {
    mine.ended ||= 'closed';
  });
  await said('hello');
});
afterEach(() => {
  client.destroy();
  proxy.close();
  echo.close();
});

async function said(text: string): Promise<void> {
  client.write(text);
  await eventually(() => seen.atClient.endsWith(text));
}

const strike = (mode: Mode) => proxy.strike(mode, () => true);

test.each(['clean', 'delay', 'split', 'slow'] as const)('%s: everything arrives, in order', async (mode) => {
  expect(strike(mode)).toBe(1);
  const text = Array.from({ length: 300 }, (_, i) => `${i} `).join('');
  await said(text);
  expect(seen.atClient).toBe(`hello${text}`);
});

test('cut: both ends see a reset', async () => {
  strike('cut');
  await eventually(() => seen.ended !== '');
  expect(seen.ended).toBe('ECONNRESET');
});

test.each([
  ['up-silent', 'hello'],
  ['down-silent', 'hellolost'],
  ['black-hole', 'hello'],
] as const)('%s: the other end does not answer, and the connection stays', async (mode, arrives) => {
  strike(mode);
  client.write('lost');
  // The reply on another connection would arrive later than this one's.
  const other = connect(client.remotePort ?? 0, '127.0.0.1');
  other.on('error', () => {});
  other.write('other');
  await once(other, 'data');
  await eventually(() => seen.atServer.includes('other'));
  expect(seen.atServer.replace('other', '')).toBe(arrives);
  expect(seen.atClient).toBe('hello');
  expect(seen.ended).toBe('');
  other.destroy();
  proxy.heal();
  await eventually(() => seen.ended === 'ECONNRESET');
});

test('a process that resets a socket while it is ending the connection can still exit', async () => {
  const program = fileURLToPath(new URL('../support/reset-while-ending.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  // A process that cannot exit hangs forever; how long a healthy one takes depends on the machine.
  const guard = setTimeout(() => child.kill('SIGKILL'), 180_000);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(guard);
  expect({ code, signal }).toEqual({ code: 0, signal: null });
});
