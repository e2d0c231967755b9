import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Config } from './config.ts';

/** How the server of a data folder was last started: what its operator's commands need to know. */
const lastStart = v.object({ address: v.string(), certsDir: v.string() });
type LastStart = v.InferOutput<typeof lastStart>;

const fileOf = (dataDir: string) => join(dataDir, 'last-start.json');

/** Where the server of this data folder has its certificate, unless the flags say otherwise. */
export function certsDirOf(config: Pick<Config, 'certsDir' | 'certsPlaced' | 'dataDir'>): string {
  return config.certsPlaced ? config.certsDir : (readLastStart(config.dataDir)?.certsDir ?? config.certsDir);
}

/** Writes it down. */
export function writeLastStart(dataDir: string, start: LastStart): void {
  writeFileSync(fileOf(dataDir), `${JSON.stringify(start)}\n`, { mode: 0o600 });
}

/** Reads it; undefined where no server was started yet. */
export function readLastStart(dataDir: string): LastStart | undefined {
  try {
    return v.parse(lastStart, JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
