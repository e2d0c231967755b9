import { startGenerator } from '../load/generator.ts';
import { figure } from '../load/scenario.ts';
import { membersOf, type PeerKind } from '../peers/peer.ts';
import { naiveRelay } from '../peers/relays.ts';
import { securechatPeer, startSecurechat } from '../peers/securechat.ts';
import { filesMissing } from '../support/files.ts';
import { atRest } from '../support/proc.ts';
import type { Subject, Workload } from '../support/workload.ts';

const count = 2000;
const members = membersOf(count / 10, 10);
const cpu = 'server CPU per connection';
const backWithinMs = 30_000;

function storming(kind: PeerKind): Subject {
  return {
    name: kind.name,
    missing: async () => filesMissing(count) ?? (await kind.missing?.()),
    run: async () => {
      await using peer = await kind.start(members, { pinned: true });
      await atRest(peer.pids);
      const entrance = { members: peer.members, watch: peer.pids, pinned: true };
      await using generator = await startGenerator(peer.target, entrance);
      const { tookMs, serverCpuMs } = generator.connected;
      return {
        figures: [
          figure(cpu, 'ms', serverCpuMs / count, 'less'),
          figure('connections', '1/s', (count / tookMs) * 1000, 'more'),
        ],
      };
    },
  };
}

const restarting: Subject = {
  name: 'securechat',
  missing: async () => filesMissing(count),
  run: async () => {
    await using peer = await startSecurechat(members, { pinned: true });
    const entrance = { members: peer.members, pinned: true, reconnect: true };
    await using generator = await startGenerator(peer.target, entrance);
    const coming = Promise.withResolvers<Awaited<ReturnType<typeof generator.back>>>();
    await peer.restart(() => coming.resolve(generator.back(backWithinMs)));
    const { tookMs, back, lost } = await coming.promise;
    return {
      figures: [
        figure('all clients reconnected', 's', tookMs / 1000, 'less'),
        figure('reconnected', 'clients', back, 'more'),
        figure('lost', 'clients', lost, 'less'),
      ],
    };
  },
};

/** All clients connect at once. */
export const storms: readonly Workload[] = [
  {
    name: 'storm',
    about: `${count} clients connect, 32 at a time. SecureChat: TLS, upgrade, hello, the session's token, all rooms. The relay: only TLS and upgrade.`,
    quick: false,
    subjects: [naiveRelay, securechatPeer].map(storming),
    bounds: [{ figure: cpu, ours: 'securechat', peer: 'ws relay', at: 'most', value: 1.3 }],
  },
  {
    name: 'restart',
    about: `The server is restarted with ${count} connected clients, which resume their sessions and all rooms.`,
    quick: false,
    subjects: [restarting],
    bounds: [
      { figure: 'all clients reconnected', ours: 'securechat', at: 'most', value: 10 },
      { figure: 'reconnected', ours: 'securechat', at: 'least', value: count },
      { figure: 'lost', ours: 'securechat', at: 'most', value: 0 },
    ],
  },
];
