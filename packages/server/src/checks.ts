import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { inspectCertificate } from './adapters/certificate.ts';
import { inspectPepper } from './adapters/pepper.ts';
import { codeOf } from './adapters/private-file.ts';
import { findDamage } from './adapters/sqlite/damage.ts';
import { inspectIndex, inspectStore, isInUse } from './adapters/sqlite/inspect.ts';
import { openProblem } from './adapters/sqlite/open-problem.ts';
import { ownNames } from './addresses.ts';
import type { Config } from './config.ts';
import { certsDirOf, readLastStart } from './last-start.ts';
import { listenRefusal } from './tls-server.ts';

/**
 * The result of one check. `failed`: `serve` does not start. `warning`: it starts, but something needs the operator. `say` is a sentence:
 * what was found, and what to do about it.
 */
export type Finding = {
  readonly what: string;
  readonly level: 'ok' | 'warning' | 'failed';
  readonly say: string;
};

/** `doctor` also reads the whole database, which `serve` leaves to a thread after its start, and expects that there is one. */
export type Asker = { readonly command: 'doctor' } | { readonly command: 'serve'; readonly fresh: boolean };

type Result = Omit<Finding, 'what'>;
type Check = (config: Config, asker: Asker) => Result | Promise<Result>;

const ok = (say: string): Result => ({ level: 'ok', say });
const warning = (say: string): Result => ({ level: 'warning', say });
const failed = (say: string): Result => ({ level: 'failed', say });

const databaseOf = ({ dataDir }: Config): string => join(dataDir, 'securechat.db');
const bytesOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** Files that only a server that has run leaves behind. */
const traces = ['pepper', 'last-start.json'];

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What is no folder has no file in it.
  }
}

/** Whether files can be written in a folder: by writing one. A folder that does not exist is created by the first start. */
function checkFolder(option: string, path: string): Result {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  const probe = join(path, `.write-test-${process.pid}`);
  try {
    accessSync(at, constants.R_OK | constants.W_OK | constants.X_OK);
    if (at !== path) return ok(`${path} does not exist yet; the first start creates it`);
    writeFileSync(probe, Buffer.alloc(4096, 1), { flag: 'wx', mode: 0o600, flush: true });
    return ok(`${path} is writable`);
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

function checkDatabase(config: Config, asker: Asker): Result {
  const file = databaseOf(config);
  if (bytesOf(file) === 0) {
    const trace = traces.find((name) => existsSync(join(config.dataDir, name)));
    if (trace !== undefined && !(asker.command === 'serve' && asker.fresh)) {
      const what = existsSync(file) ? `${file} is empty` : `${file} is missing`;
      return failed(
        `${what}, but a server has used this folder (${trace} is there). Restore the database from a backup, or start with --new to begin with an empty one.`,
      );
    }
    if (asker.command === 'serve') return ok(`${file} does not exist yet`);
    return warning(
      `There is no server data in ${config.dataDir}. The first start creates it. If a server has already run, use its --data.`,
    );
  }
  const problem = inspectStore(file);
  if (problem) return failed(problem.say);
  const damage = asker.command === 'doctor' ? findDamage(file) : [];
  return damage.length === 0
    ? ok(`${file} is sound`)
    : failed(`${openProblem('SQLITE_CORRUPT', file).say} (${damage[0]})`);
}

function checkIndex({ dataDir }: Config): Result {
  const file = join(dataDir, 'search.db');
  if (bytesOf(file) === 0) return ok('no search index yet; it is created when needed');
  const problem = inspectIndex(file);
  return problem
    ? warning(`${file} ${problem}: it is rebuilt from the database by the next search.`)
    : ok(`${file} is sound`);
}

async function checkPepper(config: Config): Promise<Result> {
  const problem = await inspectPepper(config.dataDir, databaseOf(config));
  return problem === undefined ? ok('the pepper for password hashes is present, or not needed yet') : failed(problem);
}

const day = (text: string): string => new Date(text).toISOString().slice(0, 10);

async function checkCertificate(config: Config): Promise<Result> {
  const certsDir = certsDirOf(config);
  const found = await inspectCertificate({ certsDir, hosts: ownNames(config.host, config.names), nowMs: Date.now() });
  if (!found.ok) return failed(found.error);
  if (!found.value) return ok('none yet; the first start creates one');
  const { cert, renewal } = found.value;
  const { validFrom, validTo } = new X509Certificate(cert);
  if (renewal) return ok(`valid until ${day(validTo)}; the server renews it`);
  const file = join(certsDir, 'server-cert.pem');
  const clock = "or set this machine's clock, if that is wrong";
  if (Date.parse(validTo) <= Date.now()) return warning(`${file} expired on ${day(validTo)}. Replace it, ${clock}.`);
  if (Date.parse(validFrom) > Date.now())
    return warning(`${file} is not valid before ${day(validFrom)}. Replace it, ${clock}.`);
  const [missing] = found.value.missingNames.filter((name) => config.names.includes(name));
  if (missing !== undefined)
    return warning(`${file} is not for ${missing}. Get one that names it, or drop --name ${missing}.`);
  return ok(`valid until ${day(validTo)}`);
}

/** The running server may listen elsewhere than these options say, so its own address is the one to name. */
function runningAt({ dataDir, port }: Config): string {
  return `a server is running on this data folder, at ${readLastStart(dataDir)?.address ?? `port ${port}`}`;
}

async function checkPort(config: Config, asker: Asker): Promise<Result> {
  const { host, port } = config;
  return await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: Error & { code?: string }) => {
      const own = error.code === 'EADDRINUSE' && asker.command === 'doctor' && isInUse(config.dataDir);
      resolve(own ? ok(runningAt(config)) : failed(listenRefusal(error, config)));
    });
    probe.listen(port, host, () => probe.close(() => resolve(ok(`port ${port} on ${host} is free`))));
  });
}

function checkLock({ dataDir }: Config, asker: Asker): Result {
  if (!isInUse(dataDir)) return ok('no server is running on this data folder');
  if (asker.command === 'doctor') return ok('a server is running on this data folder');
  return failed(openProblem('SQLITE_BUSY', join(dataDir, 'securechat.lock')).say);
}

/** Everything that is checked before a server starts, in this order. */
const checks: readonly (readonly [string, Check])[] = [
  ['node', () => ok(`Node.js ${process.versions.node}`)],
  ['data', ({ dataDir }) => checkFolder('data', dataDir)],
  ['lock', checkLock],
  ['database', checkDatabase],
  ['search', checkIndex],
  ['pepper', checkPepper],
  ['certs', (config) => checkFolder('certs', certsDirOf(config))],
  ['certificate', checkCertificate],
  ['port', checkPort],
];

/**
 * Checks what a server of this configuration needs, and leaves everything as it is. `serve` refuses to start exactly where a check has
 * failed; `doctor` prints all of them. A check whose folder or database has failed already is left out.
 */
export async function runChecks(config: Config, asker: Asker): Promise<Finding[]> {
  const findings: Finding[] = [];
  const hasFailed = (what: string) => findings.some((finding) => finding.what === what && finding.level === 'failed');
  for (const [what, check] of checks) {
    if (['lock', 'database', 'search', 'pepper'].includes(what) && hasFailed('data')) continue;
    if (what === 'pepper' && hasFailed('database')) continue;
    if (what === 'certificate' && hasFailed('certs')) continue;
    findings.push({ what, ...(await check(config, asker)) });
  }
  return findings;
}
