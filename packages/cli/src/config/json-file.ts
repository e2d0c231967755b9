import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import { type Stop, stop } from '../failure.ts';

const reason = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code ?? 'unknown error';

/** Reads a settings file: `empty` where there is none, a Stop that names the file where it is not as it must be. */
export function readJsonFile<S extends v.GenericSchema>(
  path: string,
  schema: S,
  empty: v.InferOutput<S>,
): Result<v.InferOutput<S>, Stop> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    if (reason(thrown) === 'ENOENT') return ok(empty);
    return stop(
      'unexpected',
      `Cannot read ${path} (${reason(thrown)}). Check who may read it, or give another --home.`,
    );
  }
  try {
    return ok(v.parse(schema, JSON.parse(text)));
  } catch {
    return stop('unexpected', `${path} is damaged, or from another version. Move it away and try again.`);
  }
}

/** Replaces a settings file as a whole: readers see the old one or the new one. Only its owner may read it. */
export function writeJsonFile(path: string, value: unknown): Result<void, Stop> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(beside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    // The umask may have taken the owner's rights, too.
    chmodSync(beside, 0o600);
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
