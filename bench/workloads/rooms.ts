import type { Load, Member } from '../load/plan.ts';
import {
  atLeast,
  deliveryFigures,
  figure,
  fullNotesOf,
  latencyFigures,
  loadSubject,
  measurePhase,
  notesOf,
  perSecond,
  type Scenario,
} from '../load/scenario.ts';
import { ejabberd } from '../peers/ejabberd.ts';
import { ngircd } from '../peers/ngircd.ts';
import { membersOf } from '../peers/peer.ts';
import { prosody, prosodySqlite } from '../peers/prosody.ts';
import { corkedRelay, framedRelay, naiveRelay, socketIo } from '../peers/relays.ts';
import { securechatPeer } from '../peers/securechat.ts';
import { percentile } from '../support/stats.ts';
import type { Workload } from '../support/workload.ts';

const rooms = 100;
const each = 10;
/** Messages in flight in each room. */
const windowSize = 4;
/** All members, and as many messages as the server takes. */
export const fullRooms: { members: readonly Member[]; load: Load } = {
  members: membersOf(rooms, each),
  load: { kind: 'closed', window: windowSize, doneBy: 'observer' },
};
const half = 'half of the relay’s load';
const above = 'p99 above the relay’s, half load';

/** The naive relay goes first in each round: the others are compared with its saturation and its p99. */
function scenario(): Scenario {
  let relay = { messagesPerSecond: 0, p99Ms: 0 };
  return {
    members: fullRooms.members,
    pinned: true,
    measure: async (kind, generator, peer) => {
      const full = await measurePhase(generator, peer, fullRooms.load);
      if (kind === naiveRelay) relay = { ...relay, messagesPerSecond: perSecond(full.deliveries, full) / each };
      const figures = [...deliveryFigures('saturation', full), ...latencyFigures('saturation', full).slice(0, 1)];
      const notes = fullNotesOf('saturation', full);
      const rate = relay.messagesPerSecond / 2;
      // A higher rate than it takes would only fill queues.
      if (rate === 0 || perSecond(full.deliveries, full) < rate * each) {
        const why = rate === 0 ? 'the relay did not take part' : 'it is full below that';
        return { figures, notes: [...notes, `${half}: left out, ${why}`] };
      }
      const light = await measurePhase(generator, peer, { kind: 'open', perSecond: rate });
      const p99Ms = percentile(light.latencyMs, 99);
      if (kind === naiveRelay) relay = { ...relay, p99Ms };
      figures.push(...deliveryFigures(half, light), ...latencyFigures(half, light));
      figures.push(figure(above, 'ms', p99Ms - relay.p99Ms, 'less'));
      return { figures, notes: [...notes, ...notesOf(half, light)] };
    },
  };
}

const shared = scenario();

/** Many small rooms: each delivery is a write of its own. */
export const rooms100x10: Workload = {
  name: 'rooms-100x10',
  about: `${rooms} rooms of ${each}, texts of 100 bytes, ${windowSize} messages in flight per room; then all servers at half of the naive relay's maximum rate.`,
  quick: true,
  subjects: [
    ...[naiveRelay, socketIo].map((peer) => loadSubject(peer, shared)),
    ...[framedRelay, corkedRelay, ngircd, ejabberd, prosody, prosodySqlite].map((peer) => ({
      ...loadSubject(peer, shared),
      fullOnly: true,
    })),
    loadSubject(securechatPeer, shared),
  ],
  bounds: [
    atLeast('ws relay', 1.3),
    atLeast('Socket.IO', 1.9),
    { figure: above, ours: 'securechat', at: 'most', value: 5 },
  ],
};
