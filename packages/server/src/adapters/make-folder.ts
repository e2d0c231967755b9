import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

async function make(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (thrown) {
    // Another process may have been faster; on a read-only disk a folder that exists is refused for that reason.
    const there = await stat(path).catch(() => undefined);
    if (!there?.isDirectory()) throw thrown;
  }
}

/**
 * Makes a folder for its owner alone, and those above it that do not exist. Throws the system's error. Node's own recursive `mkdir`
 * never ends where a folder cannot be made although the one above it exists, as below /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path);
  } catch (thrown) {
    const above = dirname(path);
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw thrown;
    await makeFolder(above);
    await make(path);
  }
}
