import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
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
import { type Stop, stop } from '../failure.ts';
import { makeFolder } from './make-folder.ts';

const reason = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code ?? 'unknown error';

/** Reads a file of this client: `undefined` where there is none, a Stop that names it where it cannot be read. */
export function readIfThere(path: string): Result<string | undefined, Stop> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (thrown) {
    if (reason(thrown) === 'ENOENT') return ok(undefined);
    return stop(
      'unexpected',
      `Cannot read ${path} (${reason(thrown)}). Check its permissions, or choose another folder with --home.`,
    );
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

/**
 * Replaces a file as a whole: readers see the old one or the new one. Its folder is made, for its owner alone. A symbolic link stays,
 * and what it leads to is replaced. `keepsMode`: a file that exists keeps its mode, as people may have chosen it.
 */
export function replaceFile(path: string, text: string, mode: number, { keepsMode = false } = {}): Result<void, Stop> {
  let beside: string | undefined;
  try {
    const file = behindLinks(path);
    const before = keepsMode ? statSync(file, { throwIfNoEntry: false })?.mode : undefined;
    makeFolder(dirname(file));
    beside = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(beside, text, { mode, flag: 'wx', flush: true });
    // The umask may have taken the owner's rights, too.
    chmodSync(beside, before === undefined ? mode : before & 0o777);
    renameSync(beside, file);
    return ok(undefined);
  } catch (thrown) {
    if (beside !== undefined) rmSync(beside, { force: true });
    return stop(
      'unexpected',
      `Cannot write ${path} (${reason(thrown)}). Check its permissions, or choose another folder with --home.`,
    );
  }
}
