import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Config } from './config.ts';

/** How the server of a data folder was last started, for its operator's commands. */
const lastStart = v.object({ address: v.string(), certsDir: v.string() });
type LastStart = v.InferOutput<typeof lastStart>;

const fileOf = (dataDir: string) => join(dataDir, 'last-start.json');

/** The folder of the certificate of this data folder's server, unless the flags set another one. */
export function certsDirOf(config: Pick<Config, 'certsDir' | 'certsPlaced' | 'dataDir'>): string {
  return config.certsPlaced ? config.certsDir : (readLastStart(config.dataDir)?.certsDir ?? config.certsDir);
}

/** Stores it in the data folder. */
export function writeLastStart(dataDir: string, start: LastStart): void {
  writeFileSync(fileOf(dataDir), `${JSON.stringify(start)}\n`, { mode: 0o600 });
}

/** Reads it; undefined if no server was started yet. */
export function readLastStart(dataDir: string): LastStart | undefined {
  try {
    return v.parse(lastStart, JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
