import { fileURLToPath } from 'node:url';
import { peerCertificate } from '../support/certificate.ts';
import { end, startReady } from '../support/children.ts';
import { pinnedTo } from '../support/proc.ts';
import type { PeerKind } from './peer.ts';

/** A peer that is a small program of ours on the same Node; it prints its port. */
function programPeer(
  name: string,
  { dialect, program, args }: { dialect: 'relay' | 'socketio'; program: string; args: readonly string[] },
): PeerKind {
  const file = fileURLToPath(new URL(`./programs/${program}.ts`, import.meta.url));
  return {
    name,
    start: async (members, { pinned }) => {
      const { keyFile, certFile, cert } = await peerCertificate();
      const pin = pinned ? pinnedTo('server') : [];
      const { child, pid, line } = await startReady([...pin, process.execPath, file, keyFile, certFile, ...args]);
      return {
        target: { dialect, host: '127.0.0.1', port: Number(line), ca: cert },
        members,
        pids: [pid],
        [Symbol.asyncDispose]: () => end(child),
      };
    },
  };
}

const relay = (name: string, how: string) => programPeer(name, { dialect: 'relay', program: 'relay', args: [how] });

/** JSON.parse, JSON.stringify once, `ws.send` to each. */
export const naiveRelay = relay('ws relay', 'naive');
/** Each frame is encoded once. */
export const framedRelay = relay('ws relay, framed once', 'framed');
/** Each frame is encoded once, and all frames of a tick are written at once. */
export const corkedRelay = relay('ws relay, corked', 'corked');
/** Socket.IO: WebSocket only, no compression, no storage. */
export const socketIo = programPeer('Socket.IO', { dialect: 'socketio', program: 'socketio', args: [] });
