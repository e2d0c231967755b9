import {
  type Course,
  deliveryFigures,
  figure,
  latencyFigures,
  loadContender,
  notesOf,
  perSecond,
  stretch,
} from '../load/contender.ts';
import { membersOf } from '../peers/peer.ts';
import { corkedRelay, framedRelay, naiveRelay, socketIo } from '../peers/relays.ts';
import { securechatPeer } from '../peers/securechat.ts';
import { percentile } from '../support/stats.ts';
import type { Bound, Workload } from '../support/workload.ts';

const rooms = 100;
const each = 10;
/** Messages in flight in each room, for everyone. */
const windowSize = 4;
const half = 'half of the relay’s load';
const above = 'p99 above the relay’s, half load';

/** The naive relay goes first in each round: the others are held against its saturation and its p99. */
function course(): Course {
  let relay = { messagesPerSecond: 0, p99Ms: 0 };
  return {
    members: membersOf(rooms, each),
    pinned: true,
    measure: async (kind, generator, peer) => {
      const full = await stretch(generator, peer, { kind: 'closed', window: windowSize, doneBy: 'witness' });
      if (kind === naiveRelay) relay = { ...relay, messagesPerSecond: perSecond(full.deliveries, full) / each };
      const light = await stretch(generator, peer, { kind: 'open', perSecond: relay.messagesPerSecond / 2 });
      const p99Ms = percentile(light.latencyMs, 99);
      if (kind === naiveRelay) relay = { ...relay, p99Ms };
      return {
        figures: [
          ...deliveryFigures('saturation', full),
          ...latencyFigures('saturation', full).slice(0, 1),
          ...deliveryFigures(half, light),
          ...latencyFigures(half, light),
          figure(above, 'ms', p99Ms - relay.p99Ms, 'less'),
        ],
        notes: [...notesOf('saturation', full), ...notesOf(half, light)],
      };
    },
  };
}

const atLeast = (peer: string, value: number): Bound => ({
  figure: 'deliveries, saturation',
  ours: 'securechat',
  peer,
  at: 'least',
  value,
});
const shared = course();

/** Many small rooms: each delivery is a write of its own. */
export const rooms100x10: Workload = {
  name: 'rooms-100x10',
  about: `${rooms} rooms of ${each}, texts of 100 bytes, ${windowSize} messages in flight a room; then all at half of the rate at which the naive relay is full.`,
  quick: true,
  contenders: [naiveRelay, framedRelay, corkedRelay, socketIo, securechatPeer].map((peer) =>
    loadContender(peer, shared),
  ),
  bounds: [
    atLeast('ws relay', 1.3),
    atLeast('Socket.IO', 1.9),
    { figure: above, ours: 'securechat', at: 'most', value: 5 },
  ],
};
