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

/** Why the system refused a file, and what helps, by the code of the error. */
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

/** Why a file could not be used, and advice. */
export function sayFileProblem(code: string): { readonly why: string; readonly advice: string } {
  const [why, advice] = fileProblems[code] ?? [code, 'Check its permissions'];
  return { why, advice };
}

const reason = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code ?? 'unknown error';

function sayRefused(what: 'read' | 'write', path: string, thrown: unknown): string {
  const { why, advice } = sayFileProblem(reason(thrown));
  return `Cannot ${what} ${path} (${why}). ${advice}, or choose another folder with --home.`;
}

/** Reads a file of this client: `undefined` if it does not exist, an error that names it if it cannot be read. */
export function readIfThere(path: string): Result<string | undefined, CommandError> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (thrown) {
    if (reason(thrown) === 'ENOENT') return ok(undefined);
    return commandError('unexpected', sayRefused('read', path, thrown));
  }
}

/** Resolves symbolic links in a path; the target need not exist. Throws if the links form a loop. */
function behindLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch (thrown) {
    if (reason(thrown) !== 'ENOENT') throw thrown;
    const link = lstatSync(path, { throwIfNoEntry: false });
    return link?.isSymbolicLink() ? behindLinks(resolve(dirname(path), readlinkSync(path))) : path;
  }
}

/** Errors of an fsync on a folder that cannot be synced: its file system does not support it, or its owner may not list it. */
const cannotSync = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EACCES', 'EPERM']);

/** Makes the names in a folder durable. Windows does not support that and does not need it. */
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

/** Makes a file's name durable, and those of the folders that were created for it up to `topmost`. */
function syncNames(folder: string, topmost: string | undefined): void {
  syncFolder(folder);
  if (topmost !== undefined && folder !== dirname(topmost)) syncNames(dirname(folder), topmost);
}

/**
 * Replaces a file atomically: readers see the old one or the new one, and the new one is on disk when this returns. Creates its folder
 * with owner-only access. A symbolic link stays; its target is replaced. `keepsMode`: an existing file keeps its mode.
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
    // The umask may have removed the owner's permissions, too.
    chmodSync(beside, before === undefined ? mode : before & 0o777);
    renameSync(beside, file);
    syncNames(dirname(file), topmost);
    return ok(undefined);
  } catch (thrown) {
    if (beside !== undefined) rmSync(beside, { force: true });
    return commandError('unexpected', sayRefused('write', path, thrown));
  }
}
