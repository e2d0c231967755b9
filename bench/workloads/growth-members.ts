import { startGenerator } from '../load/generator.ts';
import { figure, measurePhase, notesOf, perSecond } from '../load/scenario.ts';
import { membersOf } from '../peers/peer.ts';
import { securechatPeer } from '../peers/securechat.ts';
import { exponentOf, type Point } from '../support/exponent.ts';
import { filesMissing } from '../support/files.ts';
import type { Figure, Outcome, Workload } from '../support/workload.ts';

/** Room sizes, and how many rooms of each: 1,000 members are connected each time, so that only the room size differs. */
const sizes = [10, 100, 1000];
const connected = 1000;
/** A rate at which the cost of a delivery can be compared: a busier core only batches more. */
const deliveriesPerSecond = 20_000;

async function at(
  size: number,
): Promise<{ readonly figures: readonly Figure[]; readonly notes: string[]; readonly point: Point }> {
  await using peer = await securechatPeer.start(membersOf(connected / size, size), { pinned: true });
  await using generator = await startGenerator(peer.target, { members: peer.members, pinned: true });
  const result = await measurePhase(generator, peer, { kind: 'open', perSecond: deliveriesPerSecond / size });
  const cost = (result.serverCpuMsPerSecond / perSecond(result.deliveries, result)) * 1000;
  const what = `rooms of ${size.toLocaleString('en')}`;
  return {
    figures: [figure(`CPU per delivery, ${what}`, 'µs', cost, 'less')],
    notes: notesOf(what, result),
    point: { size, cost },
  };
}

async function run(): Promise<Outcome> {
  const all: Awaited<ReturnType<typeof at>>[] = [];
  for (const size of sizes) all.push(await at(size));
  return {
    figures: [
      ...all.flatMap(({ figures }) => figures),
      figure('exponent', '', exponentOf(all.map(({ point }) => point)), 'less'),
    ],
    notes: all.flatMap(({ notes }) => notes),
  };
}

/** The cost of a delivery in ever larger rooms. */
export const growthMembers: Workload = {
  name: 'growth-members',
  about: `${connected.toLocaleString('en')} members in rooms of ${sizes.map((size) => size.toLocaleString('en')).join(', ')}; server CPU per delivery at ${deliveriesPerSecond.toLocaleString('en')} per second, and the exponent of its growth with the size of a room.`,
  quick: false,
  subjects: [{ name: securechatPeer.name, missing: async () => filesMissing(connected), run }],
  bounds: [{ figure: 'exponent', ours: securechatPeer.name, at: 'most', value: 0.1 }],
};
