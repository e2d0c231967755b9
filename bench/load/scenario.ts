import type { Peer, PeerKind } from '../peers/peer.ts';
import { percentile } from '../support/stats.ts';
import type { Bound, Figure, Outcome, Subject } from '../support/workload.ts';
import { fullNotesOf, type Generator, notesOf, startGenerator } from './generator.ts';
import type { Load, Member, PhaseResult } from './plan.ts';

/** The clients of a load workload, and what is measured with them; the same for every subject. */
export type Scenario = {
  readonly members: readonly Member[];
  /** Server and load generator are pinned to a core each; otherwise they share all. */
  readonly pinned: boolean;
  measure(kind: PeerKind, generator: Generator, peer: Peer): Promise<Outcome>;
};

/** A subject that starts a peer, connects all clients, and measures. */
export function loadSubject(kind: PeerKind, scenario: Scenario): Subject {
  return {
    name: kind.name,
    ...(kind.missing ? { missing: () => kind.missing?.() ?? Promise.resolve(undefined) } : {}),
    run: async () => {
      const { members, pinned } = scenario;
      await using peer = await kind.start(members, { pinned });
      await using generator = await startGenerator(peer.target, { members: peer.members, pinned });
      return await scenario.measure(kind, generator, peer);
    },
  };
}

const warmUpMs = 1500;

/** Runs one phase on a peer and measures what it costs the server. Throws if a window was kept full and nothing was delivered. */
export async function measurePhase(
  generator: Generator,
  peer: Peer,
  load: Load,
  measureMs = 2000,
): Promise<PhaseResult> {
  const result = await generator.phase({ load, warmUpMs, measureMs, watch: peer.pids });
  // No figure at all: compared with zero, everybody would look infinitely fast.
  if (load.kind === 'closed' && result.deliveries === 0) throw new Error(`nothing arrived in ${measureMs} ms`);
  return result;
}

const figure = (name: string, unit: string, value: number, better: 'more' | 'less'): Figure => ({
  name,
  unit,
  value,
  better,
});

const perSecond = (count: number, { tookMs }: PhaseResult) => (count / tookMs) * 1000;

/** Deliveries a second and what one cost the server. `what` names the phase. */
export function deliveryFigures(what: string, result: PhaseResult): readonly Figure[] {
  const deliveries = perSecond(result.deliveries, result);
  return [
    figure(`deliveries, ${what}`, '1/s', deliveries, 'more'),
    figure(`CPU per delivery, ${what}`, 'µs', (result.serverCpuMsPerSecond / deliveries) * 1000, 'less'),
  ];
}

/** The latency of messages at sampled members. */
export function latencyFigures(what: string, { latencyMs }: PhaseResult): readonly Figure[] {
  return [50, 95, 99].map((p) => figure(`p${p}, ${what}`, 'ms', percentile(latencyMs, p), 'less'));
}

/** Messages done per second. */
export function messageFigure(name: string, result: PhaseResult): Figure {
  return figure(name, '1/s', perSecond(result.messages, result), 'more');
}

/** The latency of acknowledgements. */
export function ackFigures(what: string, { ackMs }: PhaseResult): readonly Figure[] {
  return [50, 99].map((p) => figure(`ack p${p}, ${what}`, 'ms', percentile(ackMs, p), 'less'));
}

export { figure, fullNotesOf, notesOf, perSecond };

/** The ratio to a peer's deliveries per second, at saturation. */
export const atLeast = (peer: string, value: number): Bound => ({
  figure: 'deliveries, saturation',
  ours: 'securechat',
  peer,
  at: 'least',
  value,
});
