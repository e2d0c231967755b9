import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import { makeFolder } from './make-folder.ts';
import { version } from './version.ts';

/** The folder for compiled code: below `--home` if it is given, like all files, otherwise in the system's cache folder. */
function compileCacheFolder(argv: readonly string[]): string {
  const at = argv.findIndex((argument) => argument === '--home' || argument.startsWith('--home='));
  const home = argv[at] === '--home' ? argv[at + 1] : argv[at]?.slice('--home='.length);
  const caches = home ? join(resolve(home), 'cache') : envPaths('securechat', { suffix: '' }).cache;
  return join(caches, 'compiled', version);
}

/** Cached code is executed, so nobody else may be able to write it. Windows protects a user's folders by other means. */
function isOurs(folder: string): boolean {
  const stat = lstatSync(folder);
  const uid = process.getuid?.();
  return stat.isDirectory() && (uid === undefined || (stat.uid === uid && (stat.mode & 0o022) === 0));
}

/**
 * Lets Node cache compiled code, so that the next start is faster. Does nothing if that would not be safe. The user's own settings
 * take precedence: NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE.
 */
export function keepCompiled(argv: readonly string[], variables: NodeJS.ProcessEnv): void {
  if (variables.NODE_DISABLE_COMPILE_CACHE || getCompileCacheDir() !== undefined) return;
  try {
    const folder = compileCacheFolder(argv);
    const made = makeFolder(folder);
    const all = dirname(folder);
    if (!isOurs(all) || !isOurs(folder)) return;
    // A new folder for this version: the code of earlier versions is of no use.
    if (made !== undefined) {
      for (const name of readdirSync(all))
        if (name !== version) rmSync(join(all, name), { recursive: true, force: true });
    }
    enableCompileCache(folder);
  } catch {
    // No home, or a read-only one: the program works without the cache.
  }
}
