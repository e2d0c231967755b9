import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, expect, test } from 'vitest';
import { runChecks } from './checks.ts';
import { readConfig } from './config.ts';
import { dayMs } from './testing/context.ts';
import { startTestServer } from './testing/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'securechat-checks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configOf(flags: Readonly<Record<string, unknown>>) {
  const config = readConfig({ flags: { port: '0', certs: folder, ...flags }, env: {}, terminal: false });
  if (!config.ok) throw new Error(config.error);
  return config.value;
}

/** A certificate as an authority would issue it, for chat.example.org, valid from and to these days from now. */
async function useCertificate(fromDays: number, toDays: number): Promise<void> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'chat.example.org' }], {
    keyType: 'ec',
    curve: 'P-256',
    notBeforeDate: new Date(Date.now() + fromDays * dayMs),
    notAfterDate: new Date(Date.now() + toDays * dayMs),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'chat.example.org' }] }],
  });
  writeFileSync(join(folder, 'server-cert.pem'), cert);
  writeFileSync(join(folder, 'server-key.pem'), key, { mode: 0o600 });
}

test.each([
  [-10, -1, 'chat.example.org', 'warning', /expired on .*set this machine's clock/],
  [1, 10, 'chat.example.org', 'warning', /is not valid before .*set this machine's clock/],
  [-1, 10, 'other.example.org', 'warning', /is not for other\.example\.org/],
  [-1, 10, 'chat.example.org', 'ok', /valid until/],
] as const)(
  'the certificate of an authority: valid from day %i to %i, for %s: %s',
  async (from, to, name, level, words) => {
    await useCertificate(from, to);
    const config = configOf({ data: join(folder, 'data'), name: [name] });
    for (const asker of [{ command: 'doctor' }, { command: 'serve', fresh: false }] as const) {
      const found = (await runChecks(config, asker)).find(({ what }) => what === 'certificate');
      expect(found).toMatchObject({ level, message: expect.stringMatching(words) });
    }
  },
);

test('a port in use is fine if the server itself uses it, and an error otherwise', async () => {
  const port = async (flags: Readonly<Record<string, unknown>>) =>
    (await runChecks(configOf(flags), { command: 'doctor' })).find(({ what }) => what === 'port');
  await using server = await startTestServer();
  const taken = new URL(server.page).port;
  expect(await port({ data: server.dataDir, port: taken })).toMatchObject({ level: 'ok' });
  // The port is taken by another server; the one of this folder listens elsewhere.
  await using other = await startTestServer({});
  const elsewhere = await port({ data: server.dataDir, port: new URL(other.page).port });
  expect(elsewhere).toMatchObject({ level: 'ok', message: expect.stringContaining(taken) });
  expect(await port({ data: join(folder, 'other'), port: taken })).toMatchObject({ level: 'failed' });
});

test('doctor warns before the first start that there is no server data, since serve would start', async () => {
  const config = configOf({ data: join(folder, 'never-used') });
  const found = (await runChecks(config, { command: 'doctor' })).find(({ what }) => what === 'database');
  expect(found).toMatchObject({ level: 'warning', message: expect.stringMatching(/first start creates it/) });
});
