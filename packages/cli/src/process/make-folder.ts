import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function make(path: string): string | undefined {
  try {
    mkdirSync(path, { mode: 0o700 });
    return path;
  } catch (thrown) {
    // Another process may have created it; on a read-only disk `mkdir` fails with EROFS even if the folder exists.
    if (isFolder(path)) return undefined;
    throw thrown;
  }
}

/**
 * Creates a folder and its missing parents with owner-only access; returns the topmost one that was created, if any. Throws the
 * system's error. Node's recursive `mkdir` loops for ever if a folder cannot be created in an existing one, as below /proc.
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
