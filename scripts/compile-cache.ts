// Vitest's global setup: Node stores what it compiles in a folder of this run. Tests start thousands of programs and threads, and many of
// them begin with the same TypeScript.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const all = fileURLToPath(new URL('../node_modules/.cache/securechat-compiled', import.meta.url));
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export default function setup(): () => void {
  mkdirSync(all, { recursive: true });
  // A run that was killed leaves its folder.
  for (const name of readdirSync(all)) if (!isRunning(Number.parseInt(name, 10))) remove(join(all, name));
  const folder = mkdtempSync(join(all, `${process.pid}-`));
  process.env.NODE_COMPILE_CACHE = folder;
  return () => remove(folder);
}
