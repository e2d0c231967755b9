import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { loadCertificate } from './adapters/certificate.ts';
import { readConfig } from './config.ts';
import { dayMs } from './testing/context.ts';
import { createTlsServer, LiveCertificate, listen } from './tls-server.ts';

/** A listening TLS server, with a certificate of its own in a new folder. */
async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-tls-'));
  const from = { certsDir: folder, hosts: ['localhost'] };
  const clock = { nowMs: Date.now() };
  const loaded = await loadCertificate({ ...from, nowMs: clock.nowMs });
  if (!loaded.ok) throw new Error(loaded.error);
  const logged: string[] = [];
  const note = (what: string) => void logged.push(what);
  const log = { debug: note, info: note, warn: note, error: note };
  const server = createTlsServer(loaded.value.key, loaded.value.cert);
  const config = readConfig({ flags: { port: '0' }, env: {}, terminal: false });
  if (!config.ok) throw new Error(config.error);
  const port = await listen(server, config.value);
  if (!port.ok) throw new Error(port.error);
  const live = new LiveCertificate({ server, from, log, nowMs: () => clock.nowMs, current: loaded.value });
  const serial = async (): Promise<string> => {
    const socket = connect({ port: port.value, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  };
  const stop = () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, clock, loaded: loaded.value, logged, live, serial, stop };
}

test('a running server renews its own certificate in its last 30 days, with the same pin', async () => {
  const { folder, clock, loaded, logged, live, serial, stop } = await start();
  const first = await serial();
  clock.nowMs += 300 * dayMs;
  await live.reload();
  expect(await serial()).toBe(first);
  clock.nowMs += 40 * dayMs;
  await live.reload();
  expect(await serial()).not.toBe(first);
  expect(live.pin).toBe(loaded.pin);
  expect(logged).toEqual(['certificate reloaded', 'certificate renewed']);
  expect(readFileSync(join(folder, 'server-cert.pem'), 'utf8')).not.toBe(loaded.cert);
  stop();
});

test('an incomplete chain and missing files leave the certificate in use', async () => {
  const { folder, loaded, logged, live, serial, stop } = await start();
  const first = await serial();
  const certFile = join(folder, 'server-cert.pem');
  const torn = '-----BEGIN CERTIFICATE-----\nbm90YWNlcnQ=\n-----END CERTIFICATE-----\n';
  writeFileSync(certFile, `${loaded.cert}${torn}`);
  expect(await live.reload()).toMatch(
    /not reloaded, the one in use stays: .*server-cert\.pem .*cannot be used for TLS/,
  );
  expect(await serial()).toBe(first);
  // A new key would lock out every client that knows the pin.
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  expect(await live.reload()).toMatch(/not reloaded, the one in use stays: There is no certificate in/);
  expect(readdirSync(folder)).toEqual([]);
  expect([live.pin, await serial()]).toEqual([loaded.pin, first]);
  expect(logged).toEqual(['certificate not reloaded', 'certificate not reloaded']);
  stop();
});
