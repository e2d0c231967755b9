import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCertificate } from './certificate.ts';

const dayMs = 24 * 60 * 60 * 1000;
let folder = '';
let keyFile = '';
let certFile = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'securechat-'));
  keyFile = join(folder, 'server-key.pem');
  certFile = join(folder, 'server-cert.pem');
});
afterEach(() => rm(folder, { recursive: true }));

async function load(nowMs = Date.now(), hosts: readonly string[] = []) {
  const loaded = await loadCertificate({ certsDir: folder, hosts, nowMs });
  if (!loaded.ok) throw new Error(loaded.error);
  return loaded.value;
}
const refusal = async () => {
  const loaded = await loadCertificate({ certsDir: folder, hosts: [], nowMs: Date.now() });
  return loaded.ok ? 'accepted' : loaded.error;
};

test('makes a key and a certificate for every name of the machine, once', async () => {
  const made = await load(Date.now(), ['chat.example.org', '192.0.2.7', '::']);
  expect(made.made).toBe(true);
  const cert = new X509Certificate(made.cert);
  for (const name of ['localhost', 'chat.example.org']) expect(cert.checkHost(name), name).toBe(name);
  for (const address of ['127.0.0.1', '192.0.2.7']) expect(cert.checkIP(address), address).toBe(address);
  expect(cert.subjectAltName).toMatch(/IP Address:0:0:0:0:0:0:0:1/);
  expect(cert.checkHost('elsewhere.example.org')).toBeUndefined();
  expect(cert.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  const spki = cert.publicKey.export({ type: 'spki', format: 'der' });
  expect(made.pin).toBe(createHash('sha256').update(spki).digest('base64url'));
  expect(made.expiresMs - Date.now()).toBeGreaterThan(360 * dayMs);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect(await load()).toEqual({ ...made, made: false });
});

test('a TLS client that trusts it accepts it', async () => {
  const { key, cert } = await load();
  const server = createServer({ key, cert }, (socket) => socket.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const greeting = await new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: cert }, () => {
      socket.once('data', (data) => resolve([socket.authorized, String(data)]));
    });
    socket.once('error', reject);
  });
  server.close();
  expect(greeting).toEqual([true, 'hello']);
});

test('D7: is renewed before it expires, with the same key and so the same pin', async () => {
  const nowMs = Date.now();
  const made = await load(nowMs);
  expect((await load(nowMs + 330 * dayMs)).made).toBe(false);
  const renewed = await load(nowMs + 340 * dayMs);
  expect(renewed.made).toBe(true);
  expect(renewed.pin).toBe(made.pin);
  expect(renewed.cert).not.toBe(made.cert);
  expect(renewed.expiresMs).toBeGreaterThan(made.expiresMs + 300 * dayMs);
  expect(await readFile(certFile, 'utf8')).toBe(renewed.cert);
});

test('is renewed when it lacks a name it should have', async () => {
  const made = await load();
  const renewed = await load(Date.now(), ['chat.example.org']);
  expect(renewed).toMatchObject({ made: true, pin: made.pin });
  expect(new X509Certificate(renewed.cert).checkHost('chat.example.org')).toBe('chat.example.org');
});

test("the operator's own certificate is used as it is, even when it is about to expire", async () => {
  const { generate } = await import('selfsigned');
  const own = await generate([{ name: 'commonName', value: 'mine' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + dayMs),
  });
  await writeFile(keyFile, own.private, { mode: 0o600 });
  await writeFile(certFile, own.cert);
  expect(await load(Date.now(), ['chat.example.org'])).toMatchObject({ made: false, cert: own.cert });
});

test('half a pair, a wrong pair, a readable key and garbage are refused with advice', async () => {
  const { key, cert } = await load();
  await rm(keyFile);
  expect(await refusal()).toContain(`${certFile} is there but ${keyFile} is not`);
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  await writeFile(keyFile, other.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  expect(await refusal()).toContain(`${keyFile} does not belong to ${certFile}`);
  await writeFile(keyFile, 'rubbish');
  expect(await refusal()).toContain(`${keyFile} is not a private key`);
  await writeFile(keyFile, key);
  await writeFile(certFile, 'rubbish');
  expect(await refusal()).toContain(`${certFile} is not a certificate`);
  await rm(certFile);
  expect(await refusal()).toContain(`${keyFile} is there but ${certFile} is not`);
  await writeFile(certFile, cert);
  await chmod(keyFile, 0o640);
  expect(await refusal()).toContain(`chmod 600 ${keyFile}`);
  await chmod(keyFile, 0o600);
  expect(await refusal()).toBe('accepted');
});
