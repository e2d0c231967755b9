import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { expect, test } from 'vitest';
import { makeCertificate as certificate } from '../packages/server/src/testing/certificates.ts';
import { run } from './support/cli.ts';
import { temporaryFolder } from './support/tools.ts';

const here = ['localhost', '127.0.0.1'];

test('an authority’s certificate that is expired, not yet valid or for another name is reported as such', async () => {
  using folder = temporaryFolder();
  const authority = await certificate('an authority', [-2, 2]);
  const stranger = await certificate('an unknown authority', [-2, 2]);
  writeFileSync(folder.in('ca.pem'), authority.cert);
  const all = {
    expired: [
      await certificate('x', [-2, -1], here, authority),
      /certificate expired on \d{4}-\d\d-\d\d\. Check this machine's clock/,
    ],
    early: [
      await certificate('x', [1, 2], here, authority),
      /not valid before \d{4}-\d\d-\d\d\. Check this machine's clock/,
    ],
    other: [
      await certificate('x', [-1, 1], ['chat.example.org'], authority),
      /is for another name: chat\.example\.org\./,
    ],
    own: [await certificate('x', [-2, -1], here), /is not known/],
    unknown: [await certificate('x', [-2, -1], here, stranger), /is not known/],
  } as const;
  const env = { NODE_EXTRA_CA_CERTS: folder.in('ca.pem') };
  for (const [name, [{ private: key, cert }, says]] of Object.entries(all)) {
    const server = createServer({ key, cert }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const url = `wss://localhost:${(server.address() as AddressInfo).port}`;
    const common = ['--home', folder.in(name), '--server', url];
    const first = await run(['login', 'ada', ...common, '--password-stdin'], { env, input: 'a long password\n' });
    expect([first.code, first.err], name).toEqual([7, expect.stringMatching(says)]);
    const doctor = await run(['doctor', ...common], { env });
    if (name !== 'own' && name !== 'unknown') expect(doctor.out, name).toMatch(says);
    expect(new X509Certificate(cert).subject).toBe('CN=x');
    server.close();
  }
});
