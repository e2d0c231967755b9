import { open, stat } from 'node:fs/promises';

/** The code of a system error, such as ENOENT. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}

/** Writes a new file readable by its owner only, and syncs it to disk. Throws EEXIST rather than overwrite. */
export async function writeNewFile(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Syncs a folder's entries to disk. Windows cannot, and does not need it. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A sentence if users other than the owner may read the secret in this file. */
export async function sayIfOpenToOthers(path: string): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  const { mode } = await stat(path);
  return (mode & 0o077) === 0
    ? undefined
    : `${path} can be read by others than its owner: run chmod 600 ${path}, then start again.`;
}
