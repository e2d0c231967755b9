import { spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { general, member, signUp } from './support/member.ts';
import { serverBin, temporaryFolder } from './support/tools.ts';

type Stdio = 'pipe' | number;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', path: '/healthz', rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

/** Starts a server that logs everything to these outputs. */
async function serve(home: string, stdout: Stdio, stderr: Stdio) {
  const port = await freePort();
  const args = ['serve', '--json', '--log-level', 'debug', '--port', String(port), '--data', `${home}/data`];
  const child = spawn(process.execPath, [serverBin, ...args], { stdio: ['ignore', stdout, stderr] });
  const exited = once(child, 'exit');
  await eventually(() => child.exitCode !== null || isHealthy(port));
  return {
    child,
    url: `wss://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
}

/** The pin of a server whose output cannot be read. */
function pinOf(home: string): string {
  const { publicKey } = new X509Certificate(readFileSync(`${home}/data/certs/server-cert.pem`));
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
}

async function livesOn(server: Awaited<ReturnType<typeof serve>>, home: string) {
  const where = { url: server.url, pin: pinOf(home) };
  const token = await signUp(where, 'ada');
  for (let i = 0; i < 3; i++) {
    const ada = await member(where, token);
    expect(await ada.say(general, `message ${i}`)).toMatchObject({ ok: true });
    await ada.close();
  }
  expect(await server.stop()).toBe(0);
}

test('a server whose output and log are on a full disk serves and stops normally', async () => {
  using folder = temporaryFolder();
  const full = openSync('/dev/full', 'w');
  await using server = await serve(folder.path, full, full);
  await livesOn(server, folder.path);
  closeSync(full);
});

test('a server whose output and log nobody reads any more serves and stops normally', async () => {
  using folder = temporaryFolder();
  await using server = await serve(folder.path, 'pipe', 'pipe');
  server.child.stdout?.destroy();
  server.child.stderr?.destroy();
  await livesOn(server, folder.path);
});

test('a server with closed standard streams serves and stops normally', async () => {
  using folder = temporaryFolder();
  const port = await freePort();
  const command = `exec ${process.execPath} ${serverBin} serve --log-level debug --port ${port} --data ${folder.path}/data <&- >&- 2>&-`;
  const child = spawn('sh', ['-c', command], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await eventually(() => child.exitCode !== null || isHealthy(port));
  const server = {
    child,
    url: `wss://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
  await livesOn({ ...server, [Symbol.asyncDispose]: async () => {} }, folder.path);
});
