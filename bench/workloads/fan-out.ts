import type { Load } from '../load/plan.ts';
import {
  atLeast,
  deliveryFigures,
  fullNotesOf,
  latencyFigures,
  loadSubject,
  measurePhase,
  messageFigure,
  notesOf,
  perSecond,
  type Scenario,
} from '../load/scenario.ts';
import { ejabberd } from '../peers/ejabberd.ts';
import { ngircd } from '../peers/ngircd.ts';
import type { PeerKind } from '../peers/peer.ts';
import { membersOf } from '../peers/peer.ts';
import { prosody, prosodySqlite } from '../peers/prosody.ts';
import { corkedRelay, framedRelay, naiveRelay, socketIo } from '../peers/relays.ts';
import { securechatPeer } from '../peers/securechat.ts';
import type { Bound, Workload } from '../support/workload.ts';

/** Messages in flight in the room. */
const windowSize = 64;
/** As many as the server takes. */
export const fullFanOut: Load = { kind: 'closed', window: windowSize, doneBy: 'observer' };
const lightLoads = [10_000, 30_000];

const peers: readonly PeerKind[] = [
  naiveRelay,
  framedRelay,
  corkedRelay,
  socketIo,
  ngircd,
  ejabberd,
  prosody,
  prosodySqlite,
  securechatPeer,
];
/** They take the longest, or no bound compares with them. */
const fullOnly = [framedRelay, ngircd, ejabberd, prosody, prosodySqlite];

/** Several bursts of a server that makes 13,000 deliveries a second or more: it processes its window in five seconds at 1,000 members. */
const burstsMs = (members: number) => Math.max(2000, members * 20);

function scenario(members: number, light: readonly number[]): Scenario {
  return {
    members: membersOf(1, members),
    pinned: true,
    measure: async (kind, generator, peer) => {
      const full = await measurePhase(generator, peer, fullFanOut, kind.bursts ? burstsMs(members) : undefined);
      const figures = [
        ...deliveryFigures('saturation', full),
        messageFigure('messages, saturation', full),
        ...latencyFigures('saturation', full).slice(0, 1),
      ];
      const notes = fullNotesOf('saturation', full);
      for (const rate of light) {
        const what = `${rate / 1000}k/s`;
        // A higher rate than it takes would only fill queues.
        if (perSecond(full.deliveries, full) < rate) {
          notes.push(`${what}: left out, it is full below that`);
          continue;
        }
        const result = await measurePhase(generator, peer, { kind: 'open', perSecond: rate / members });
        figures.push(...deliveryFigures(what, result), ...latencyFigures(what, result));
        notes.push(...notesOf(what, result));
      }
      return { figures, notes };
    },
  };
}

function fanOut(
  members: number,
  given: { quick: boolean; light: readonly number[]; bounds: readonly Bound[] },
): Workload {
  return {
    name: `fan-out-${members}`,
    about: `One room of ${members}, texts of 100 bytes, ${windowSize} messages in flight; a message is done when one other member has it.`,
    quick: given.quick,
    subjects: peers.map((peer) => ({
      ...loadSubject(peer, scenario(members, given.light)),
      fullOnly: fullOnly.includes(peer),
    })),
    bounds: given.bounds,
  };
}

const lightBound = (rate: number): Bound => ({
  figure: `CPU per delivery, ${rate / 1000}k/s`,
  ours: 'securechat',
  peer: 'ws relay',
  at: 'most',
  value: 1.1,
});
const peersBounds = (naive: number) => [
  atLeast('ws relay', naive),
  atLeast('Socket.IO', naive),
  atLeast('ws relay, corked', 0.75),
  atLeast('ejabberd', 30),
  atLeast('Prosody', 30),
];

/** One room: every message goes to all members. */
export const fanOuts: readonly Workload[] = [
  fanOut(50, { quick: false, light: [], bounds: peersBounds(2.5) }),
  fanOut(200, { quick: true, light: lightLoads, bounds: [...peersBounds(2.5), ...lightLoads.map(lightBound)] }),
  fanOut(1000, { quick: false, light: [], bounds: peersBounds(2) }),
];
