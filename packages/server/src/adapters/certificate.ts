import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from '@securechat/protocol/result';
import { makeFolder } from './make-folder.ts';
import { codeOf, sayIfOpenToOthers, syncFolder, writeNewFile } from './private-file.ts';

/** Key and certificate as PEM, the pin that clients check, and whether the certificate was created or renewed just now. */
type Certificate = {
  readonly key: string;
  readonly cert: string;
  readonly pin: string;
  readonly made: boolean;
  readonly expiresMs: number;
};
type Files = { readonly folder: string; readonly keyFile: string; readonly certFile: string };

const dayMs = 24 * 60 * 60 * 1000;
const validMs = 365 * dayMs;
const renewWithinMs = 30 * dayMs;
/** Marks certificates that the server created itself. */
const maker = 'SecureChat self-signed';

/** Whether there is a certificate in this folder. */
export function hasCertificate(certsDir: string): boolean {
  return existsSync(join(certsDir, 'server-cert.pem'));
}

/** SHA-256 of a public key (SPKI), base64url: stays the same over renewals. */
function pinOf(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}

/** Leaves out the wildcard addresses. */
const callable = (names: readonly string[]): string[] => names.filter((name) => !['0.0.0.0', '::', ''].includes(name));

/** Every name and address by which clients may reach this machine. */
function namesFor(hosts: readonly string[]): string[] {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  // A link-local address needs a zone, which a certificate cannot hold.
  const addresses = own.map(({ address }) => address).filter((address) => !/^fe80:|%/i.test(address));
  return [...new Set(['localhost', '127.0.0.1', '::1', hostname(), ...addresses, ...callable(hosts)])];
}

async function sign(key: KeyObject, hosts: readonly string[], nowMs: number): Promise<string> {
  // Loaded lazily, because it is slow and only needed on the first start and once a year.
  const { generate } = await import('selfsigned');
  const altNames = namesFor(hosts).map((name) =>
    isIP(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const),
  );
  const { cert } = await generate(
    [
      { name: 'commonName', value: callable(hosts)[0] ?? 'localhost' },
      { name: 'organizationName', value: maker },
    ],
    {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      // Clients' clocks may be slightly behind.
      notBeforeDate: new Date(nowMs - dayMs),
      notAfterDate: new Date(nowMs + validMs),
      keyPair: {
        privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
      },
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames },
      ],
    },
  );
  return `${cert.trim()}\n`;
}

/** Writes to a temporary file and renames it, so that readers never see half a file. */
async function replace(path: string, content: string, mode: number): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  await writeNewFile(fresh, content, mode);
  await rename(fresh, path);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

const describe = (key: KeyObject, cert: string, made: boolean): Certificate => ({
  key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  cert,
  pin: pinOf(key),
  made,
  expiresMs: Date.parse(new X509Certificate(cert).validTo),
});

async function makeFirst({ folder, keyFile, certFile }: Files, hosts: readonly string[], nowMs: number) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const cert = await sign(privateKey, hosts, nowMs);
  const made = describe(privateKey, cert, true);
  await replace(certFile, cert, 0o644);
  await replace(keyFile, made.key, 0o600);
  await syncFolder(folder);
  return made;
}

/** The names that a certificate does not cover. */
function missingNames(cert: X509Certificate, hosts: readonly string[]): string[] {
  const covers = (name: string): boolean =>
    (isIP(name) ? cert.checkIP(name) : cert.checkHost(name, { subject: 'never' })) !== undefined;
  return callable(hosts).filter((name) => !covers(name));
}

function needsRenewal(cert: X509Certificate, hosts: readonly string[], nowMs: number): boolean {
  const ours = cert.subject === cert.issuer && cert.subject.split('\n').includes(`O=${maker}`);
  const expiresSoon = Date.parse(cert.validTo) - nowMs < renewWithinMs;
  // The clock was ahead when it was created.
  const startsLater = Date.parse(cert.validFrom) > nowMs;
  return ours && (expiresSoon || startsLater || missingNames(cert, hosts).length > 0);
}

function parse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A key and certificate that match, and what the certificate lacks. */
type Checked = { readonly key: KeyObject; readonly parsed: X509Certificate; readonly cert: string };

/** Why TLS refuses a key with its certificates; undefined if it accepts them. */
function whyRefused({ key, cert }: { key: string; cert: string }): string | undefined {
  try {
    createSecureContext({ key, cert, minVersion: 'TLSv1.2' });
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

async function checkFiles(
  { keyFile, certFile }: Files,
  found: { key: string; cert: string },
): Promise<Result<Checked, string>> {
  const open = await sayIfOpenToOthers(keyFile);
  if (open !== undefined) return err(open);
  const key = parse(() => createPrivateKey(found.key));
  if (!key) return err(`${keyFile} is not a private key in PEM: put the right one there, or move both files away.`);
  const cert = parse(() => new X509Certificate(found.cert));
  if (!cert) return err(`${certFile} is not a certificate in PEM: put the right one there, or move both files away.`);
  if (!cert.checkPrivateKey(key)) {
    return err(`${keyFile} does not belong to ${certFile}: put the right key there, or move both files away.`);
  }
  // The checks above cover the first certificate only: others may follow, and TLS may refuse a key that is too short.
  const refused = whyRefused(found);
  if (refused !== undefined) {
    return err(`${certFile} and ${keyFile} cannot be used for TLS (${refused}): put the right ones there.`);
  }
  return ok({ key, parsed: cert, cert: found.cert });
}

async function useFiles(
  files: Files,
  found: { key: string; cert: string },
  hosts: readonly string[],
  nowMs: number,
): Promise<Result<Certificate, string>> {
  const { folder, certFile } = files;
  const checked = await checkFiles(files, found);
  if (!checked.ok) return checked;
  const { key, parsed } = checked.value;
  if (!needsRenewal(parsed, hosts, nowMs)) return ok(describe(key, found.cert, false));
  const renewed = await sign(key, hosts, nowMs);
  await replace(certFile, renewed, 0o644);
  await syncFolder(folder);
  return ok(describe(key, renewed, true));
}

const filesOf = (folder: string): Files => ({
  folder,
  keyFile: join(folder, 'server-key.pem'),
  certFile: join(folder, 'server-cert.pem'),
});

const unusable = (certsDir: string, thrown: unknown): string =>
  `${certsDir} cannot be read or written (${codeOf(thrown)}): check its owner and permissions.`;

/** Reads both files, or neither; a single one is an error. */
async function readBoth({
  keyFile,
  certFile,
}: Files): Promise<Result<{ key: string; cert: string } | undefined, string>> {
  const [key, cert] = await Promise.all([readIfThere(keyFile), readIfThere(certFile)]);
  if (key !== undefined && cert !== undefined) return ok({ key, cert });
  if (key === undefined && cert === undefined) return ok(undefined);
  const [there, missing] = key === undefined ? [certFile, keyFile] : [keyFile, certFile];
  return err(`${there} is there but ${missing} is not: restore it, or move the other one away to create both again.`);
}

/** Like `loadCertificate`, but writes nothing: the certificate, whether a start would renew it, and which names it lacks. */
export async function inspectCertificate({
  certsDir,
  hosts,
  nowMs,
}: {
  certsDir: string;
  hosts: readonly string[];
  nowMs: number;
}): Promise<Result<{ cert: string; renewal: boolean; missingNames: readonly string[] } | undefined, string>> {
  const files = filesOf(certsDir);
  try {
    const found = await readBoth(files);
    if (!found.ok || !found.value) return found.ok ? ok(undefined) : found;
    const checked = await checkFiles(files, found.value);
    if (!checked.ok) return checked;
    const { parsed, cert } = checked.value;
    return ok({ cert, renewal: needsRenewal(parsed, hosts, nowMs), missingNames: missingNames(parsed, hosts) });
  } catch (thrown) {
    return err(unusable(certsDir, thrown));
  }
}

/**
 * The server's key and certificate: the files of the folder, or new ones on the first start. A self-created one is renewed in time, and
 * when it lacks a name, with the same key, so that the pin stays. `mustExist` is for a running server: its clients have its pin, so it must
 * not create another key when the files are missing for a moment.
 */
export async function loadCertificate({
  certsDir,
  hosts,
  nowMs,
  mustExist = false,
}: {
  certsDir: string;
  hosts: readonly string[];
  nowMs: number;
  mustExist?: boolean;
}): Promise<Result<Certificate, string>> {
  const files = filesOf(certsDir);
  try {
    await makeFolder(certsDir);
    const found = await readBoth(files);
    if (!found.ok) return found;
    if (found.value) return await useFiles(files, found.value, hosts, nowMs);
    if (mustExist) return err(`There is no certificate in ${certsDir}.`);
    return ok(await makeFirst(files, hosts, nowMs));
  } catch (thrown) {
    return err(unusable(certsDir, thrown));
  }
}
