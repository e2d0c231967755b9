import { ok, type Result } from '@securechat/protocol';
import * as v from 'valibot';
import { type CommandError, commandError } from '../output/command-error.ts';
import { withoutMark } from '../text/utf8.ts';
import { readIfThere, replaceFile } from './files.ts';

/** Reads a JSON file: `empty` if it does not exist, an error that names the file if it is invalid. */
export function readJsonFile<S extends v.GenericSchema>(
  path: string,
  schema: S,
  empty: v.InferOutput<S>,
): Result<v.InferOutput<S>, CommandError> {
  const text = readIfThere(path);
  if (!text.ok) return text;
  if (text.value === undefined) return ok(empty);
  try {
    return ok(v.parse(schema, JSON.parse(withoutMark(text.value))));
  } catch {
    return commandError('unexpected', `${path} is damaged, or from another version. Move it away and try again.`);
  }
}

/** Replaces a JSON file atomically. Only its owner may read it. */
export function writeJsonFile(path: string, value: unknown): Result<void, CommandError> {
  return replaceFile(path, `${JSON.stringify(value, null, 2)}\n`, 0o600);
}
