import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/** Where this client keeps its files. */
export type Home = { readonly folder: string; readonly serversFile: string; readonly tokensFile: string };

/** The folder given, or the one this system has for a program's settings (XDG on Linux). */
export function homeAt(given: string | undefined): Home {
  const folder = given === undefined ? envPaths('securechat', { suffix: '' }).config : resolve(given);
  return { folder, serversFile: join(folder, 'servers.json'), tokensFile: join(folder, 'tokens.json') };
}
