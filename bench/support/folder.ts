import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kept = new Set<string>();
const remove = (path: string) => rmSync(path, { recursive: true, force: true, maxRetries: 3 });

/** A temporary folder for a server, removed on request or with this process. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'securechat-bench-'));
  kept.add(path);
  return {
    path,
    remove: () => {
      kept.delete(path);
      remove(path);
    },
  };
}

process.on('exit', () => {
  for (const path of kept) remove(path);
});
