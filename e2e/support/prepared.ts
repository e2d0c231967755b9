import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll } from 'vitest';
import { general, member, signUp } from './member.ts';
import { startServer } from './server.ts';
import { temporaryFolder } from './tools.ts';

export type Folder = ReturnType<typeof temporaryFolder>;

/** Starts a server on a folder, has a member send 200 long messages, and stops it. */
async function prepare(): Promise<Folder> {
  const folder = temporaryFolder();
  const server = await startServer(folder.path);
  const ada = await member(server, await signUp(server, 'ada'));
  await Promise.all(Array.from({ length: 200 }, (_, i) => ada.say(general, `${i} ${'long text '.repeat(30)}`)));
  await ada.close();
  await server.kill('SIGTERM');
  return folder;
}

let first: Promise<Folder> | undefined;
afterAll(async () => {
  (await first)?.[Symbol.dispose]();
});

/** A folder of its own with `data` and `certs` of a server that has stopped: a copy of one that is made once. */
export async function preparedFolder(): Promise<Folder> {
  first ??= prepare();
  const folder = temporaryFolder();
  cpSync((await first).path, folder.path, { recursive: true });
  return folder;
}

/** Overwrites pages in the middle, and keeps the header. */
export function damagePages(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, bytes.length >> 1, (bytes.length >> 1) + 8192);
  writeFileSync(file, bytes);
}
