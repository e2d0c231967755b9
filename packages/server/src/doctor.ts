import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { certsDirOf } from './last-start.ts';

/** One thing that was looked at. `say` is a sentence: what was found, and what to do when it is not well. */
export type Finding = { readonly what: string; readonly ok: boolean; readonly say: string };

/** Looks at what a server of this configuration needs, and changes nothing. */
export async function examine(config: Config): Promise<Finding[]> {
  const certsDir = certsDirOf(config);
  const data = existsSync(join(config.dataDir, 'securechat.db'))
    ? folder('data', config.dataDir)
    : {
        what: 'data',
        ok: false,
        say: `There is no server data in ${config.dataDir}; give the --data that you gave to serve.`,
      };
  return [
    { what: 'node', ok: true, say: `Node ${process.versions.node}` },
    data,
    folder('certs', certsDir),
    certificate(certsDir),
    await port(config.host, config.port),
  ];
}

function folder(what: string, path: string): Finding {
  try {
    if (!existsSync(path)) return { what, ok: true, say: `${path} is not there yet; the first start makes it` };
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return { what, ok: true, say: `${path} can be written` };
  } catch {
    return { what, ok: false, say: `${path} cannot be written. Choose another with --${what}, or change its owner.` };
  }
}

function certificate(certsDir: string): Finding {
  const path = join(certsDir, 'server-cert.pem');
  if (!existsSync(path)) return { what: 'certificate', ok: true, say: 'none yet; the first start makes one' };
  try {
    const { validTo } = new X509Certificate(readFileSync(path));
    const days = Math.floor((Date.parse(validTo) - Date.now()) / 86_400_000);
    const say =
      days > 0 ? `good for ${days} days` : `${path} has run out. Start the server to renew it, or replace it.`;
    return { what: 'certificate', ok: days > 0, say };
  } catch {
    return {
      what: 'certificate',
      ok: false,
      say: `${path} is no certificate. Replace or remove it together with its key.`,
    };
  }
}

async function port(host: string, wanted: number): Promise<Finding> {
  return await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: Error & { code?: string }) => {
      const say =
        error.code === 'EADDRINUSE'
          ? `port ${wanted} is in use: by the running server, or by another program (then choose one with --port)`
          : `port ${wanted} on ${host} cannot be used (${error.code}). Choose another with --host and --port.`;
      resolve({ what: 'port', ok: error.code === 'EADDRINUSE', say });
    });
    probe.listen(wanted, host, () => {
      probe.close(() => resolve({ what: 'port', ok: true, say: `port ${wanted} on ${host} is free` }));
    });
  });
}
