import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();
const remove = (path: string) => rmSync(path, { recursive: true, force: true, maxRetries: 3 });

/** A temporary folder for a server, removed on request or with this process. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'securechat-bench-'));
  folders.add(path);
  return {
    path,
    remove: () => {
      folders.delete(path);
      remove(path);
    },
  };
}

process.on('exit', () => {
  for (const path of folders) remove(path);
});
