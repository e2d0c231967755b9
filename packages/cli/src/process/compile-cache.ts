import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import { makeFolder } from './make-folder.ts';
import { version } from './version.ts';

/** The folder for compiled code: below `--home` where one is given, as all files are, else in the system's place for caches. */
function compileCacheFolder(argv: readonly string[]): string {
  const at = argv.findIndex((argument) => argument === '--home' || argument.startsWith('--home='));
  const home = argv[at] === '--home' ? argv[at + 1] : argv[at]?.slice('--home='.length);
  const caches = home ? join(resolve(home), 'cache') : envPaths('securechat', { suffix: '' }).cache;
  return join(caches, 'compiled', version);
}

/** Compiled code is run as it lies there: nobody else may be able to write it. Windows keeps a user's folders by other means. */
function isOurs(folder: string): boolean {
  const stat = lstatSync(folder);
  const uid = process.getuid?.();
  return stat.isDirectory() && (uid === undefined || (stat.uid === uid && (stat.mode & 0o022) === 0));
}

/**
 * Lets Node keep the compiled code of what is loaded from here on, so that the next start need not compile it. Where that cannot be
 * done safely, it is not done. What the user has set for Node counts: NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE.
 */
export function keepCompiled(argv: readonly string[], variables: NodeJS.ProcessEnv): void {
  if (variables.NODE_DISABLE_COMPILE_CACHE || getCompileCacheDir() !== undefined) return;
  try {
    const folder = compileCacheFolder(argv);
    const made = makeFolder(folder);
    const all = dirname(folder);
    if (!isOurs(all) || !isOurs(folder)) return;
    // New here: what an earlier version has left is of no use any more.
    if (made !== undefined) {
      for (const name of readdirSync(all))
        if (name !== version) rmSync(join(all, name), { recursive: true, force: true });
    }
    enableCompileCache(folder);
  } catch {
    // No home, or one that cannot be written: it starts as fast as it can without.
  }
}
