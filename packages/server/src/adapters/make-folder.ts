import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

async function make(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (thrown) {
    // Another process may have created it first; a read-only disk refuses an existing folder with its own code.
    const there = await stat(path).catch(() => undefined);
    if (!there?.isDirectory()) throw thrown;
  }
}

/**
 * Creates a folder readable by its owner only, and its missing parents. Throws the system's error. Node's recursive `mkdir` loops forever
 * where a folder cannot be created in an existing parent, as below /proc.
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
