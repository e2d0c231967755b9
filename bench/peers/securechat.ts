import { readFileSync } from 'node:fs';
import { serverBin } from '../../e2e/support/tools.ts';
import { end, type Started, startReady } from '../support/children.ts';
import { temporaryFolder } from '../support/folder.ts';
import { pinnedTo } from '../support/proc.ts';
import { seed } from '../support/seed.ts';
import type { Peer, PeerKind } from './peer.ts';

/** Limits too high to be reached, but still counted, because their cost is part of ours. */
const highLimits = [
  '--message-rate=1000000',
  '--message-burst=1000000',
  '--messages-per-minute=1000000',
  '--requests-per-second=1000000',
  '--logins-per-minute=1000000',
  '--logins-per-name=1000000',
  '--signups-per-hour=1000000',
  '--connections-per-minute=1000000',
  '--guests=100000',
  '--guests-per-address=100000',
];

/** Our server, with what is needed to restart it. */
type SecurechatPeer = Peer & {
  /** What a client of ours needs to connect. */
  readonly where: { readonly url: string; readonly pin: string };
  readonly dataDir: string;
  /** Stops it as an operator would, and restarts it on the same port and data. `down` is called when it has been asked to stop. */
  restart(down: () => void): Promise<void>;
};

/** How our server is started: pinned or not, with which options of Node, and with what in its data folder. */
type How = {
  readonly pinned: boolean;
  readonly node?: readonly string[];
  readonly prepare?: (dataDir: string) => Promise<void>;
};

/** Our own server as published: the built program in a process of its own, on a store with these members. */
export async function startSecurechat(
  members: Parameters<PeerKind['start']>[0],
  { pinned, node = [], prepare = async () => {} }: How,
): Promise<SecurechatPeer> {
  const folder = temporaryFolder();
  const dataDir = `${folder.path}/data`;
  const seeded = await seed(dataDir, members);
  await prepare(dataDir);
  const launch = async (port: number): Promise<Started> => {
    const folders = ['--data', dataDir, '--certs', `${folder.path}/certs`];
    const place = ['--json', '--host', '127.0.0.1', '--port', String(port), '--log-level', 'warn'];
    const pin = pinned ? pinnedTo('server') : [];
    return await startReady([
      ...pin,
      process.execPath,
      ...node,
      serverBin,
      'serve',
      ...place,
      ...folders,
      ...highLimits,
    ]);
  };
  let running = await launch(0);
  const { url, pin } = JSON.parse(running.line) as SecurechatPeer['where'];
  const port = Number(new URL(url).port);
  const ca = readFileSync(`${folder.path}/certs/server-cert.pem`, 'utf8');
  return {
    target: { dialect: 'securechat', host: '127.0.0.1', port, ca },
    where: { url, pin },
    members: seeded,
    get pids() {
      return [running.pid];
    },
    dataDir,
    restart: async (down) => {
      const ended = end(running.child);
      down();
      await ended;
      running = await launch(port);
    },
    [Symbol.asyncDispose]: async () => {
      await end(running.child);
      folder.remove();
    },
  };
}

/** Our own server. */
export const securechatPeer: PeerKind = { name: 'securechat', start: startSecurechat };
