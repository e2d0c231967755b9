import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Where Debian puts servers; not on everybody's path. */
const sbin = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** The file of a program that the system has; undefined when it has none. */
export function programFile(name: string): string | undefined {
  for (const folder of [...(process.env.PATH ?? '').split(':'), ...sbin]) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not there.
    }
  }
  return undefined;
}

/** Why a system's program is missing, and the package that brings it; undefined when it is there. */
export function programMissing(name: string, from = name): string | undefined {
  if (programFile(name) !== undefined) return undefined;
  return `${name} is not installed; get it with: apt-get install -y ${from}`;
}
