import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/** Where this client stores its files: settings, the data of each account (history, unsent messages), and crash reports. */
export type Home = {
  readonly folder: string;
  readonly settingsFile: string;
  readonly keysFile: string;
  readonly themesFolder: string;
  readonly serversFile: string;
  readonly tokensFile: string;
  readonly accountsFolder: string;
  readonly crashFolder: string;
};

/** The given folder, or the system's folders for a program's settings and data (XDG on Linux). */
export function homeAt(given: string | undefined): Home {
  const system = envPaths('securechat', { suffix: '' });
  const folder = given === undefined ? system.config : resolve(given);
  const state = given === undefined ? system.log : folder;
  const data = given === undefined ? system.data : folder;
  return {
    folder,
    settingsFile: join(folder, 'settings.toml'),
    keysFile: join(folder, 'keys.toml'),
    themesFolder: join(folder, 'themes'),
    serversFile: join(folder, 'servers.json'),
    tokensFile: join(folder, 'tokens.json'),
    accountsFolder: join(data, 'accounts'),
    crashFolder: join(state, 'crashes'),
  };
}
