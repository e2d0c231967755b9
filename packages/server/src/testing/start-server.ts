import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../app/context.ts';
import { readConfig } from '../config.ts';
import { type Running, startServer } from '../server.ts';

/** A real server on a free port and in folders of its own, which disposing removes. */
export type TestServer = Running & { readonly dataDir: string } & AsyncDisposable;

/** Options of a server without limits on messages. */
export const quiet = { messageRate: '0', messageBurst: '0', messagesPerMinute: '0' };

/** Starts a server with fast hashes; `flags` as on the command line, in camel case; `given` replaces parts. */
export async function startTestServer(
  flags: Readonly<Record<string, unknown>> = {},
  given: Partial<Context> = {},
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-server-'));
  const config = readConfig({
    flags: { port: '0', data: `${folder}/data`, certs: `${folder}/certs`, logLevel: 'error', ...flags },
    env: {},
    terminal: false,
  });
  if (!config.ok) throw new Error(config.error);
  const started = await startServer({ ...config.value, bcryptCost: 4 }, `${folder}/page`, given);
  if (!started.ok) throw new Error(started.error);
  return {
    ...started.value,
    dataDir: `${folder}/data`,
    [Symbol.asyncDispose]: async () => {
      await started.value.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
