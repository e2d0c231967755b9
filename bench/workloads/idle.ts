import { setTimeout as sleep } from 'node:timers/promises';
import { startGenerator } from '../load/generator.ts';
import { figure } from '../load/scenario.ts';
import { membersOf, type PeerKind } from '../peers/peer.ts';
import { naiveRelay } from '../peers/relays.ts';
import { securechatPeer } from '../peers/securechat.ts';
import { filesMissing } from '../support/files.ts';
import { atRest, residentKiB } from '../support/proc.ts';
import type { Subject, Workload } from '../support/workload.ts';

/** By then memory that was only needed to connect has been freed. */
const settleMs = 5000;
const memory = 'memory per connection';

/** All members connect, sign in and sync, and send nothing. */
function connected(kind: PeerKind, count: number): Subject {
  return {
    name: kind.name,
    missing: async () => filesMissing(count) ?? (await kind.missing?.()),
    run: async () => {
      const members = membersOf(count / 10, 10);
      await using peer = await kind.start(members, { pinned: true });
      await atRest(peer.pids);
      const before = residentKiB(peer.pids);
      await using _generator = await startGenerator(peer.target, { members: peer.members, pinned: true });
      await sleep(settleMs);
      return { figures: [figure(memory, 'KiB', (residentKiB(peer.pids) - before) / count, 'less')] };
    },
  };
}

function idle(count: number, bounds: Workload['bounds']): Workload {
  return {
    name: `idle-${count}`,
    about: `${count} TLS connections in rooms of 10 that are idle; the server's resident memory divided by their number.`,
    subjects: [naiveRelay, securechatPeer].map((kind) => connected(kind, count)),
    quick: false,
    bounds,
  };
}

/** The cost of an idle connection. */
export const idles: readonly Workload[] = [
  idle(2000, []),
  idle(10_000, [{ figure: memory, ours: 'securechat', peer: 'ws relay', at: 'most', value: 1.15 }]),
];
