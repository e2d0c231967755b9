import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err, type Result } from '@securechat/protocol/result';
import { type Asker, type CheckResult, failed, passed, warning } from '../../domain/check-result.ts';
import type { Store } from '../../ports/store.ts';
import type { StoreEngine } from '../../ports/store-engine.ts';
import { backUp } from './backup.ts';
import { findDamage } from './damage.ts';
import { checkForDamage } from './damage-check.ts';
import { countAccounts, inspectIndex, inspectStore, isInUse } from './inspect.ts';
import { openProblem } from './open-problem.ts';
import { openSqliteStore } from './store.ts';

/** Files that only a server leaves behind. */
const traces = ['pepper', 'last-start.json'];

const bytesOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

function checkDatabase(dataDir: string, asker: Asker): CheckResult {
  const file = join(dataDir, 'securechat.db');
  if (bytesOf(file) === 0) {
    const trace = traces.find((name) => existsSync(join(dataDir, name)));
    if (trace !== undefined && !(asker.command === 'serve' && asker.fresh)) {
      const what = existsSync(file) ? `${file} is empty` : `${file} is missing`;
      return failed(
        `${what}, but a server has used this folder (${trace} is there). Restore the database from a backup, or start with --new to begin with an empty one.`,
      );
    }
    if (asker.command === 'serve') return passed(`${file} does not exist yet`);
    return warning(
      `There is no server data in ${dataDir}. The first start creates it. If a server has already run, use its --data.`,
    );
  }
  const problem = inspectStore(file);
  if (problem) return failed(problem.message);
  const damage = asker.command === 'doctor' ? findDamage(file) : [];
  return damage.length === 0
    ? passed(`${file} is sound`)
    : failed(`${openProblem('SQLITE_CORRUPT', file).message} (${damage[0]})`);
}

function checkIndex(dataDir: string): CheckResult {
  const file = join(dataDir, 'search.db');
  if (bytesOf(file) === 0) return passed('no search index yet; it is created when needed');
  const problem = inspectIndex(file);
  return problem
    ? warning(`${file} ${problem}: it is rebuilt from the database by the next search.`)
    : passed(`${file} is sound`);
}

function checkLock(dataDir: string, asker: Asker): CheckResult {
  if (!isInUse(dataDir)) return passed('no server is running on this data folder');
  if (asker.command === 'doctor') return passed('a server is running on this data folder');
  return failed(openProblem('SQLITE_BUSY', join(dataDir, 'securechat.lock')).message);
}

async function open(ask: Parameters<typeof openSqliteStore>[0]): Promise<Result<Store, string>> {
  const opened = await openSqliteStore(ask);
  return opened.ok ? opened : err(opened.error.message);
}

/** The store in `securechat.db` of a data folder. */
export function sqliteEngine(dataDir: string): StoreEngine {
  const file = join(dataDir, 'securechat.db');
  return {
    open: ({ died }) => open({ dataDir, died }),
    openBeside: () => open({ dataDir, shared: true }),
    checks: [
      ['lock', (asker) => checkLock(dataDir, asker)],
      ['database', (asker) => checkDatabase(dataDir, asker)],
      ['search', () => checkIndex(dataDir)],
    ],
    isInUse: async () => isInUse(dataDir),
    countAccounts: async () => (existsSync(file) ? countAccounts(file) : 0),
    findDamage: (report) => checkForDamage(file, report),
    backUp: (to) => backUp(dataDir, to),
  };
}
