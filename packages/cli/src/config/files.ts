import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ok, type Result } from '@securechat/protocol';
import { type CommandError, commandError } from '../output/command-error.ts';
import { makeFolder } from '../process/make-folder.ts';

/** What the system refused a file for, as a person says it, and what helps: by the code of the error. */
const fileProblems: Readonly<Record<string, readonly [why: string, advice: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space'],
  EDQUOT: ['your disk quota is used up', 'Free some space'],
  EROFS: ['the file system is read-only', 'Make it writable'],
  EACCES: ['permission denied', 'Check its permissions'],
  EPERM: ['permission denied', 'Check its permissions'],
  SQLITE_FULL: ['the disk is full', 'Free some space'],
  SQLITE_READONLY: ['the file system is read-only', 'Make it writable'],
  EIO: ['the disk reports an error', 'Check the disk'],
};

/** Why a file could not be used, and what to do about it. */
export function sayFileProblem(code: string): { readonly why: string; readonly advice: string } {
  const [why, advice] = fileProblems[code] ?? [code, 'Check its permissions'];
  return { why, advice };
}

const reason = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code ?? 'unknown error';

function sayRefused(what: 'read' | 'write', path: string, thrown: unknown): string {
  const { why, advice } = sayFileProblem(reason(thrown));
  return `Cannot ${what} ${path} (${why}). ${advice}, or choose another folder with --home.`;
}

/** Reads a file of this client: `undefined` where there is none, a Stop that names it where it cannot be read. */
export function readIfThere(path: string): Result<string | undefined, CommandError> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (thrown) {
    if (reason(thrown) === 'ENOENT') return ok(undefined);
    return commandError('unexpected', sayRefused('read', path, thrown));
  }
}

/** The file that a path leads to through symbolic links, which need not exist yet. Throws where the links go in a circle. */
function behindLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch (thrown) {
    if (reason(thrown) !== 'ENOENT') throw thrown;
    const link = lstatSync(path, { throwIfNoEntry: false });
    return link?.isSymbolicLink() ? behindLinks(resolve(dirname(path), readlinkSync(path))) : path;
  }
}

/** How systems refuse to sync a folder that cannot be: its file system has no such thing, or its owner may not list it. */
const cannotSync = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EACCES', 'EPERM']);

/** Makes the names in a folder durable. Windows has no such thing and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  let opened: number | undefined;
  try {
    opened = openSync(folder, 'r');
    fsyncSync(opened);
  } catch (thrown) {
    if (!cannotSync.has(reason(thrown))) throw thrown;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** Makes a file's name durable, and those of the folders that were made for it; `topmost` is the one above the others. */
function syncNames(folder: string, topmost: string | undefined): void {
  syncFolder(folder);
  if (topmost !== undefined && folder !== dirname(topmost)) syncNames(dirname(folder), topmost);
}

/**
 * Replaces a file as a whole: readers see the old one or the new one, and the new one is on disk when this returns. Its folder is made,
 * for its owner alone. A symbolic link stays, and what it leads to is replaced. `keepsMode`: a file that exists keeps its mode, as people may have chosen it.
 */
export function replaceFile(
  path: string,
  text: string,
  mode: number,
  { keepsMode = false } = {},
): Result<void, CommandError> {
  let beside: string | undefined;
  try {
    const file = behindLinks(path);
    const before = keepsMode ? statSync(file, { throwIfNoEntry: false })?.mode : undefined;
    const topmost = makeFolder(dirname(file));
    beside = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(beside, text, { mode, flag: 'wx', flush: true });
    // The umask may have taken the owner's rights, too.
    chmodSync(beside, before === undefined ? mode : before & 0o777);
    renameSync(beside, file);
    syncNames(dirname(file), topmost);
    return ok(undefined);
  } catch (thrown) {
    if (beside !== undefined) rmSync(beside, { force: true });
    return commandError('unexpected', sayRefused('write', path, thrown));
  }
}
