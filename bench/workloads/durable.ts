import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startGenerator } from '../load/generator.ts';
import type { Load } from '../load/plan.ts';
import { ackFigures, figure, measurePhase, notesOf, perSecond } from '../load/scenario.ts';
import { membersOf } from '../peers/peer.ts';
import { startSecurechat } from '../peers/securechat.ts';
import { temporaryFolder } from '../support/folder.ts';
import type { Figure, Outcome, Subject, Workload } from '../support/workload.ts';

const run = promisify(execFile);
/** Messages in flight per author. */
const windowSize = 8;
/** As many as the server takes. */
export const fullDurable: Load = { kind: 'closed', window: windowSize, doneBy: 'ack' };
/** Rows in each transaction of the bare commit. */
const group = 100;
const shares = [0.25, 0.5, 0.75];

/** The first member of each room only reads: 13 rooms of 5 have 52 authors, one of 50 has 49. */
const cases = [
  { what: 'rooms of 5', members: membersOf(13, 5) },
  { what: 'one room of 50', members: membersOf(1, 50) },
] as const;
const [small] = cases;
const acknowledged = (what: string) => `acknowledged, ${what}`;
const rows = `rows stored, ${small.what}`;
const half = `${small.what} at 50 %`;

async function measure({ what, members }: (typeof cases)[number]): Promise<Outcome> {
  await using peer = await startSecurechat(members, { pinned: false });
  await using generator = await startGenerator(peer.target, { members: peer.members, pinned: false });
  const full = await measurePhase(generator, peer, fullDurable);
  const most = perSecond(full.acks, full);
  const figures: Figure[] = [figure(acknowledged(what), '1/s', most, 'more')];
  const notes = notesOf(what, full);
  if (what === small.what) figures.push(figure(rows, '1/s', most, 'more'));
  for (const share of shares) {
    const name = `${what} at ${share * 100} %`;
    const some = await measurePhase(generator, peer, { kind: 'open', perSecond: most * share });
    figures.push(...ackFigures(name, some));
    notes.push(...notesOf(name, some));
  }
  return { figures, notes };
}

const ours: Subject = {
  name: 'securechat',
  run: async () => {
    const outcomes: Outcome[] = [];
    for (const one of cases) outcomes.push(await measure(one));
    return {
      figures: outcomes.flatMap(({ figures }) => figures),
      notes: outcomes.flatMap(({ notes }) => notes ?? []),
    };
  },
};

const bare: Subject = {
  name: 'SQLite alone',
  run: async () => {
    const folder = temporaryFolder();
    const program = fileURLToPath(new URL('../peers/programs/bare-commit.ts', import.meta.url));
    const { stdout } = await run(process.execPath, [program, folder.path, String(group), '2500']);
    folder.remove();
    return { figures: [figure(rows, '1/s', Number(stdout), 'more')] };
  },
};

const bound = (name: string, at: 'least' | 'most', value: number) =>
  ({ figure: name, ours: 'securechat', at, value }) as const;

/** Messages that are on disk when they are acknowledged. */
export const durable: Workload = {
  name: 'durable',
  about: `Messages of 100 bytes, each acknowledged once it is on disk; ${windowSize} in flight per author, then fixed shares of that rate. Server and load generator share all cores. SQLite alone: the same rows, ${group} per transaction, and nothing else.`,
  quick: true,
  subjects: [bare, ours],
  bounds: [
    bound(acknowledged('rooms of 5'), 'least', 20_000),
    bound(acknowledged('one room of 50'), 'least', 8000),
    bound(`ack p50, ${half}`, 'most', 3),
    bound(`ack p99, ${half}`, 'most', 20),
    { figure: rows, ours: 'securechat', peer: 'SQLite alone', at: 'least', value: 0.5 },
  ],
};
