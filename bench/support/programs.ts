import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Where Debian installs servers; not in every user's PATH. */
const sbin = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** The file of an installed program; undefined if it is not installed. */
export function programFile(name: string): string | undefined {
  for (const folder of [...(process.env.PATH ?? '').split(':'), ...sbin]) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // It is not in this folder.
    }
  }
  return undefined;
}

/** Why a program is missing, and the package that installs it; undefined if it is installed. */
export function programMissing(name: string, from = name): string | undefined {
  if (programFile(name) !== undefined) return undefined;
  return `${name} is not installed; get it with: apt-get install -y ${from}`;
}
