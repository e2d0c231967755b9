import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { inspectCertificate } from './adapters/certificate.ts';
import { storeEngine } from './adapters/open-store.ts';
import { inspectPepper } from './adapters/pepper.ts';
import { codeOf } from './adapters/private-file.ts';
import { ownNames } from './addresses.ts';
import { type Config, storeUrl } from './config.ts';
import { type Asker, type CheckResult, failed, passed, warning } from './domain/check-result.ts';
import { certsDirOf, readLastStart } from './last-start.ts';
import type { StoreEngine } from './ports/store-engine.ts';
import { listenRefusal } from './tls-server.ts';

/** The result of one check, and its name. */
export type Finding = CheckResult & { readonly what: string };

type Check = (config: Config, asker: Asker, store: StoreEngine) => CheckResult | Promise<CheckResult>;

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A path that is no folder contains no file.
  }
}

/** Whether files can be written in a folder, by writing one. A missing folder is created by the first start. */
function checkFolder(option: string, path: string): CheckResult {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const probe = join(path, `.write-test-${process.pid}`);
  try {
    accessSync(at, constants.R_OK | constants.W_OK | constants.X_OK);
    if (at !== path) return passed(`${path} does not exist yet; the first start creates it`);
    writeFileSync(probe, Buffer.alloc(4096, 1), { flag: 'wx', mode: 0o600, flush: true });
    return passed(`${path} is writable`);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'ENOSPC' || code === 'EDQUOT') return failed(`There is no space left for ${path}. Free some space.`);
    return failed(
      `${path} is not writable (${code}). Change its owner or permissions, or choose another with --${option}.`,
    );
  } finally {
    remove(probe);
  }
}

async function checkPepper({ dataDir }: Config, _asker: Asker, store: StoreEngine): Promise<CheckResult> {
  const problem = await inspectPepper(dataDir, store.countAccounts);
  return problem === undefined
    ? passed('the pepper for password hashes is present, or not needed yet')
    : failed(problem);
}

const day = (text: string): string => new Date(text).toISOString().slice(0, 10);

async function checkCertificate(config: Config): Promise<CheckResult> {
  const certsDir = certsDirOf(config);
  const found = await inspectCertificate({ certsDir, hosts: ownNames(config.host, config.names), nowMs: Date.now() });
  if (!found.ok) return failed(found.error);
  if (!found.value) return passed('none yet; the first start creates one');
  const { cert, renewal } = found.value;
  const { validFrom, validTo } = new X509Certificate(cert);
  if (renewal) return passed(`valid until ${day(validTo)}; the server renews it`);
  const file = join(certsDir, 'server-cert.pem');
  const clock = "or set this machine's clock, if that is wrong";
  if (Date.parse(validTo) <= Date.now()) return warning(`${file} expired on ${day(validTo)}. Replace it, ${clock}.`);
  if (Date.parse(validFrom) > Date.now())
    return warning(`${file} is not valid before ${day(validFrom)}. Replace it, ${clock}.`);
  const [missing] = found.value.missingNames.filter((name) => config.names.includes(name));
  if (missing !== undefined)
    return warning(`${file} is not for ${missing}. Get one that names it, or drop --name ${missing}.`);
  return passed(`valid until ${day(validTo)}`);
}

/** The running server may listen elsewhere than these options say, so its own address is reported. */
function runningAt({ dataDir, port }: Config): string {
  return `a server is running on this data folder, at ${readLastStart(dataDir)?.address ?? `port ${port}`}`;
}

async function checkPort(config: Config, asker: Asker, store: StoreEngine): Promise<CheckResult> {
  const { host, port } = config;
  const isInUse = await store.isInUse();
  return await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: Error & { code?: string }) => {
      const own = error.code === 'EADDRINUSE' && asker.command === 'doctor' && isInUse;
      resolve(own ? passed(runningAt(config)) : failed(listenRefusal(error, config)));
    });
    probe.listen(port, host, () => probe.close(() => resolve(passed(`port ${port} on ${host} is free`))));
  });
}

/** Every check before a server starts, in this order; the store's checks come after its folder's. */
const before: readonly (readonly [string, Check])[] = [
  ['node', () => passed(`Node.js ${process.versions.node}`)],
  ['data', ({ dataDir }) => checkFolder('data', dataDir)],
];
const after: readonly (readonly [string, Check])[] = [
  ['pepper', checkPepper],
  ['certs', (config) => checkFolder('certs', certsDirOf(config))],
  ['certificate', checkCertificate],
  ['port', checkPort],
];

/**
 * Checks what a server of this configuration needs, and changes nothing. `serve` refuses to start exactly if a check has failed; `doctor`
 * prints all of them. A check is skipped if its folder or database has failed already.
 */
export async function runChecks(config: Config, asker: Asker): Promise<Finding[]> {
  const engine = storeEngine(storeUrl(config));
  if (!engine.ok) return [{ what: 'store', ...failed(engine.error) }];
  const store = engine.value;
  const findings: Finding[] = [];
  const hasFailed = (what: string) => findings.some((finding) => finding.what === what && finding.level === 'failed');
  const ofStore = store.checks.map(([what, check]) => [what, () => check(asker)] as const);
  const inData = new Set(['pepper', ...store.checks.map(([what]) => what)]);
  for (const [what, check] of [...before, ...ofStore, ...after]) {
    if (inData.has(what) && hasFailed('data')) continue;
    if (what === 'pepper' && hasFailed('database')) continue;
    if (what === 'certificate' && hasFailed('certs')) continue;
    findings.push({ what, ...(await check(config, asker, store)) });
  }
  return findings;
}
