import { existsSync, lstatSync } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '@securechat/protocol/result';
import Database from 'better-sqlite3';
import type { Backup } from '../../ports/store-engine.ts';
import { codeOf, syncFolder } from '../private-file.ts';
import { absent } from './open-problem.ts';

/** Copies in one step: SQLite restarts a copy whenever another process writes between two steps, and a busy server always does. */
const allPages = 2 ** 31 - 1;

async function copy(from: string, to: string): Promise<void> {
  const source = new Database(from, { readonly: true, timeout: 5000 });
  try {
    await source.backup(to, { progress: () => allPages });
  } finally {
    source.close();
  }
}

/** Checks every page and counts the rows. Turns the write-ahead log off, so that the backup is one file. */
function verify(file: string): Pick<Backup, 'accounts' | 'events'> | undefined {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = DELETE');
    if (db.pragma('integrity_check', { simple: true }) !== 'ok') return undefined;
    const count = (table: string) => Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    return { accounts: count('accounts'), events: count('events') };
  } finally {
    db.close();
  }
}

/** The codes with which file systems without hard links, such as FAT and some network shares, refuse one. */
const noHardLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Gives a complete file its final name. Throws EEXIST rather than replace another file. */
async function place(partial: string, target: string): Promise<void> {
  try {
    // A link, because a rename would replace an existing file.
    await link(partial, target);
    return;
  } catch (thrown) {
    if (!noHardLinks.has(codeOf(thrown))) throw thrown;
  }
  // An empty file of our own reserves the name, so that the rename replaces nothing else.
  await (await open(target, 'wx', 0o600)).close();
  try {
    await rename(partial, target);
  } catch (thrown) {
    await rm(target, { force: true });
    throw thrown;
  }
}

/** Why a backup cannot have this name; undefined if the name is free. */
function nameTaken(file: string, target: string): string | undefined {
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there?.isDirectory() || file.endsWith('/'))
    return `${file} is a folder. Add a file name; the backup is one file.`;
  if (there === undefined) return undefined;
  if (there.isSymbolicLink() && !existsSync(target))
    return `${file} is a symbolic link to a file that does not exist. Choose another name, or remove the link.`;
  return `${file} already exists. Choose another name; a backup never overwrites a file.`;
}

async function writeVerified(from: string, target: string): Promise<Result<Backup, string>> {
  const partial = `${target}.partial-${process.pid}`;
  // Created empty, so that it is never readable by others.
  await (await open(partial, 'wx', 0o600)).close();
  try {
    await copy(from, partial);
    const found = verify(partial);
    if (!found) {
      return err(
        `The database ${from} is damaged: no backup was written. Run securechat-server doctor, and keep your older backups.`,
      );
    }
    const written = await open(partial, 'r+');
    await written.sync();
    await written.close();
    await place(partial, target);
    await syncFolder(dirname(target));
    return ok({ file: target, bytes: (await stat(target)).size, ...found });
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm']) await rm(`${partial}${end}`, { force: true });
  }
}

/** Copies the database of a server, running or not, into a new file of mode 0600, and verifies the copy. The error is a sentence. */
export async function backUp(dataDir: string, file: string): Promise<Result<Backup, string>> {
  const from = join(dataDir, 'securechat.db');
  if (!existsSync(from)) return err(absent(dataDir).message);
  const target = resolve(file);
  const taken = nameTaken(file, target);
  if (taken !== undefined) return err(taken);
  try {
    return await writeVerified(from, target);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return err(`The database ${from} is damaged: no backup was written.`);
    // Another process has just created a file of this name.
    if (code === 'EEXIST') return err(nameTaken(file, target) ?? `${file} already exists. Choose another name.`);
    return err(`The backup ${file} cannot be written (${code}): check the folder, its permissions and the free space.`);
  }
}
