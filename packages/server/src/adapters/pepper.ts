import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@securechat/protocol/result';
import { makeFolder } from './make-folder.ts';
import { codeOf, sayIfOpenToOthers, syncFolder, writeNewFile } from './private-file.ts';

const bytes = 32;

/** Why the pepper of a data folder cannot be used with this many accounts, as a sentence. Writes nothing. */
export async function inspectPepper(
  dataDir: string,
  countAccounts: () => Promise<number>,
): Promise<string | undefined> {
  const path = join(dataDir, 'pepper');
  try {
    if (existsSync(path)) {
      const pepper = await readPepper(path);
      return pepper.ok ? undefined : pepper.error;
    }
    return (await countAccounts()) > 0 ? missing(path) : undefined;
  } catch (thrown) {
    return unusable(path, thrown);
  }
}

const missing = (path: string): string =>
  `${path} is missing, and without it no password can be checked: restore it from the backup of the data folder.`;

const unusable = (path: string, thrown: unknown): string =>
  `${path} cannot be read or written (${codeOf(thrown)}): check the owner and permissions of the data folder.`;

async function readPepper(path: string): Promise<Result<Buffer, string>> {
  const open = await sayIfOpenToOthers(path);
  if (open !== undefined) return err(open);
  const pepper = await readFile(path);
  if (pepper.length === bytes) return ok(pepper);
  return err(
    `${path} is damaged, and without it no password can be checked: restore it from a backup, or delete it if there are no accounts yet.`,
  );
}

/**
 * The secret that goes into every password hash and is not in the database: created once and stored in the data folder. `mayMake` is false
 * where accounts exist, because a new pepper would match none of their hashes.
 */
export async function loadPepper(dataDir: string, mayMake: boolean): Promise<Result<Buffer, string>> {
  const path = join(dataDir, 'pepper');
  try {
    if (!mayMake && !existsSync(path)) return err(missing(path));
    await makeFolder(dataDir);
    try {
      await writeNewFile(path, randomBytes(bytes), 0o600);
      await syncFolder(dataDir);
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST') throw thrown;
    }
    return await readPepper(path);
  } catch (thrown) {
    return err(unusable(path, thrown));
  }
}
