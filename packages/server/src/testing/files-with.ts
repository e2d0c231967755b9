import { spawnSync } from 'node:child_process';

/**
 * Which files of a data folder contain this text. Another process reads them: if this one opened and closed a file of a database that it
 * uses, the system would drop the locks that SQLite has on it.
 */
export function filesWith(dataDir: string, text: string): string[] {
  const found = spawnSync('grep', ['-laFr', text, '.'], { cwd: dataDir, encoding: 'utf8' });
  // 1: nothing was found; 2: a file was removed meanwhile.
  if (found.status === null || found.status > 2) throw new Error(`grep failed: ${found.error ?? found.stderr}`);
  return found.stdout
    .split('\n')
    .filter(Boolean)
    .map((path) => path.replace('./', ''))
    .sort();
}
