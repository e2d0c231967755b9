import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ok, type Result } from '@securechat/protocol';
import { type Stop, stop } from '../failure.ts';

const reason = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code ?? 'unknown error';

/** Reads a file of this client: `undefined` where there is none, a Stop that names it where it cannot be read. */
export function readIfThere(path: string): Result<string | undefined, Stop> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (thrown) {
    if (reason(thrown) === 'ENOENT') return ok(undefined);
    return stop(
      'unexpected',
      `Cannot read ${path} (${reason(thrown)}). Check who may read it, or give another --home.`,
    );
  }
}

/** Replaces a file as a whole: readers see the old one or the new one. Its folder is made, for its owner alone. */
export function replaceFile(path: string, text: string, mode: number): Result<void, Stop> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(beside, text, { mode, flag: 'wx', flush: true });
    // The umask may have taken the owner's rights, too.
    chmodSync(beside, mode);
    renameSync(beside, path);
    return ok(undefined);
  } catch (thrown) {
    rmSync(beside, { force: true });
    return stop(
      'unexpected',
      `Cannot write ${path} (${reason(thrown)}). Check who may write there, or give another --home.`,
    );
  }
}
