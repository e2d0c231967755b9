import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function make(path: string): string | undefined {
  try {
    mkdirSync(path, { mode: 0o700 });
    return path;
  } catch (thrown) {
    // Another process may have been faster; on a read-only disk a folder that exists is refused for that reason.
    if (isFolder(path)) return undefined;
    throw thrown;
  }
}

/**
 * Makes a folder for its owner alone, and those above it that do not exist; the topmost that was made, or nothing where it existed.
 * Throws the system's error. Node's own recursive `mkdir` never ends where a folder cannot be made although the one above it
 * exists, as below /proc.
 */
export function makeFolder(path: string): string | undefined {
  try {
    return make(path);
  } catch (thrown) {
    const above = dirname(path);
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw thrown;
    const topmost = makeFolder(above);
    const made = make(path);
    return topmost ?? made;
  }
}
