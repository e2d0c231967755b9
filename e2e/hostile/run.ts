// `npm run hostile`: a hostile server attacks real clients, and reports whether they withstood it. Options are listed below.
import { parseArgs } from 'node:util';
import { kinds } from './attacks.ts';
import { starts } from './clients.ts';
import { Hostile, sayRound } from './hostile.ts';

const usage = `npm run hostile -- [OPTIONS]
  --minutes N    how long to attack (default 5)
  --seed S       what decides the attacks (default: a new one, printed)
  --attacks N    end after this many attacks
  --kind NAME    only attacks of this kind: ${kinds.join(', ')}
  --client NAME  only on this client: ${Object.keys(starts).join(', ')}
  --volume MB    how much a flood sends (default 150)
  --skip N       pass over the first N attacks of the seed
`;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    minutes: text,
    seed: text,
    attacks: text,
    kind: text,
    client: text,
    volume: text,
    skip: text,
    help: { type: 'boolean' },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const mebibytes = Number(values.volume ?? 150);
  process.stdout.write(`hostile: seed ${seed}\n`);
  await using hostile = await Hostile.start(seed, { bytes: mebibytes * 1024 * 1024, frames: 1000 * mebibytes });
  for (let i = Number(values.skip ?? 0); i > 0; i--) hostile.skip();
  const untilMs = performance.now() + Number(values.minutes ?? 5) * 60_000;
  let [rounds, faulty] = [0, 0];
  while (performance.now() < untilMs && rounds < Number(values.attacks ?? Number.POSITIVE_INFINITY)) {
    const round = await hostile.round({ kind: values.kind, client: values.client });
    rounds++;
    if (round.faults.length > 0) faulty++;
    process.stdout.write(`${sayRound(round)}\n`);
  }
  process.stdout.write(`hostile: seed ${seed} · ${rounds} attacks · ${faulty} with faults\n`);
  return faulty === 0 ? 0 : 1;
}

process.exitCode = await main();
