import type { DialectName, Member } from '../load/plan.ts';
import { type PeerCertificate, peerCertificate } from '../support/certificate.ts';
import { end, start } from '../support/children.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort, listening } from '../support/port.ts';
import { pinnedTo } from '../support/proc.ts';
import type { Peer, PeerKind } from './peer.ts';

const readyWithinMs = 60_000;
const maxLogChars = 4000;

/** The input of a daemon's configuration. */
export type Setting = {
  /** A folder of its own for configuration and data, removed with it. */
  readonly folder: string;
  readonly port: number;
  /** An unused port, for services that cannot be turned off. */
  readonly sparePort: number;
  readonly certificate: PeerCertificate;
  readonly members: readonly Member[];
};

/** A server from the system's packages. */
export type Daemon = {
  readonly name: string;
  readonly dialect: DialectName;
  /** As in `PeerKind`. */
  readonly bursts?: boolean;
  /** Why it is not available here, and how to install it; undefined if it is. */
  missing(): string | undefined;
  /** Writes its configuration and returns the command that starts it in the foreground. */
  prepare(setting: Setting): { readonly command: readonly string[]; readonly env?: Readonly<Record<string, string>> };
};

async function startDaemon(daemon: Daemon, members: readonly Member[], pinned: boolean): Promise<Peer> {
  const folder = temporaryFolder();
  const certificate = await peerCertificate();
  const [port, sparePort] = [await freePort(), await freePort()];
  const { command, env } = daemon.prepare({ folder: folder.path, port, sparePort, certificate, members });
  const child = start([...(pinned ? pinnedTo('server') : []), ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder.path,
    env: { ...process.env, ...env },
  });
  let log = '';
  const keep = (data: Buffer) => {
    log = (log + data.toString()).slice(-maxLogChars);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const over = new AbortController();
  child.once('exit', () => over.abort()).once('error', () => over.abort());
  const stop = async () => {
    // Its data is thrown away, so it need not stop cleanly.
    await end(child, 'SIGKILL');
    folder.remove();
  };
  if (!(await listening(port, readyWithinMs, over.signal))) {
    await stop();
    throw new Error(`${daemon.name} did not come up:\n${log}`);
  }
  return {
    target: { dialect: daemon.dialect, host: '127.0.0.1', port, ca: certificate.cert },
    members,
    pids: [child.pid ?? 0],
    [Symbol.asyncDispose]: stop,
  };
}

/** A daemon as a peer: a child in the foreground with a generated configuration; nothing of the system's is touched. */
export function daemonPeer(daemon: Daemon): PeerKind {
  return {
    name: daemon.name,
    bursts: daemon.bursts ?? false,
    missing: async () => daemon.missing(),
    start: (members, { pinned }) => startDaemon(daemon, members, pinned),
  };
}
