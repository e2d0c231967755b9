// Vitest's global setup: Node stores what it compiles in a folder of this run. Tests start thousands of programs and threads, and many of
// them begin with the same TypeScript.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-compiled-'));
  process.env.NODE_COMPILE_CACHE = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
