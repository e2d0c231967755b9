import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from './browser.ts';
import { type ServerProcess, startServer } from './server.ts';
import { temporaryFolder } from './tools.ts';

/** A server and a browser that trusts its certificate, shared by the tests of one `describe`. Only to be used inside tests. */
export type Site = {
  readonly folder: string;
  readonly server: ServerProcess;
  readonly browser: Browser;
  /** Stops the server, runs `meanwhile`, and starts it again at the same address. */
  readonly restart: (meanwhile: () => Promise<void>) => Promise<void>;
};

/** Starts them before the tests of the surrounding `describe`, and stops them afterwards. */
export function servedSite(options: Parameters<typeof startServer>[1] = {}): Site {
  const folder = temporaryFolder();
  let started: { server: ServerProcess; readonly browser: Browser } | undefined;
  const running = () => {
    if (!started) throw new Error('the server and the browser are there inside of tests only');
    return started;
  };
  beforeAll(async () => {
    const server = await startServer(folder.path, options);
    started = { server, browser: await openBrowser(server.pin) };
  });
  afterAll(async () => {
    await started?.browser.close();
    await started?.server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
  return {
    folder: folder.path,
    restart: async (meanwhile) => {
      const site = running();
      await site.server.kill('SIGTERM');
      await meanwhile();
      site.server = await startServer(folder.path, { ...options, port: site.server.port });
    },
    get server() {
      return running().server;
    },
    get browser() {
      return running().browser;
    },
  };
}
