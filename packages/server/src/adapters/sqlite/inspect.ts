import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { codeOf } from '../private-file.ts';
import { SqliteConnection } from './database.ts';
import { isNewer } from './migrations.ts';
import { type OpenProblem, openProblem } from './open-problem.ts';
import { indexVersion } from './search-index.ts';

function reading<T>(file: string, read: (connection: SqliteConnection) => T): T {
  const connection = new SqliteConnection(file, 'read');
  try {
    return read(connection);
  } finally {
    connection.close();
  }
}

/** Why a database cannot be used. Writes nothing: a newer or damaged file stays as it is. */
export function inspectStore(file: string): OpenProblem | undefined {
  try {
    return reading(file, (connection) => {
      if (isNewer(connection)) return openProblem('newer', file);
      const tables = connection.get<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema')?.n ?? 0;
      if (tables === 0) return undefined;
      // Another program's database, or a file whose beginning is missing.
      const meta = connection.get("SELECT 1 FROM sqlite_schema WHERE name = 'meta'");
      const generation = meta && connection.get<{ generation: string }>('SELECT generation FROM meta')?.generation;
      return generation ? undefined : openProblem('SQLITE_CORRUPT', file);
    });
  } catch (thrown) {
    return openProblem(codeOf(thrown), file);
  }
}

/** The number of accounts in a database; 0 without tables. Throws if it cannot be read. */
export function countAccounts(file: string): number {
  return reading(file, (connection) => {
    const table = connection.get("SELECT 1 FROM sqlite_schema WHERE name = 'accounts'");
    return table ? (connection.get<{ n: number }>('SELECT count(*) AS n FROM accounts')?.n ?? 0) : 0;
  });
}

/** What is wrong with a search index, which can be rebuilt; the end of a sentence. */
export function inspectIndex(file: string): string | undefined {
  try {
    const version = reading(file, (connection) => connection.userVersion());
    return version > indexVersion ? 'was written by a newer version' : undefined;
  } catch (thrown) {
    return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(thrown)) ? 'is damaged' : undefined;
  }
}

/** Whether a server is running on this data folder. */
export function isInUse(dataDir: string): boolean {
  const path = join(dataDir, 'securechat.lock');
  if (!existsSync(path)) return false;
  const lock = new Database(path, { readonly: true, timeout: 0 });
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (thrown) {
    return /^SQLITE_BUSY/.test(codeOf(thrown));
  } finally {
    lock.close();
  }
}
