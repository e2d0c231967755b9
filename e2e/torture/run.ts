// `npm run torture`: tries hard to break the promises, and reports whether they held. Options are listed below.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lacks } from '../support/tools.ts';
import { bundlePrograms } from './bundle.ts';
import { sayAnomalies, sayOutcome, sayStatus } from './say.ts';
import { findAnomalies, type Outcome, torture } from './torture.ts';

const usage = `npm run torture -- [OPTIONS]
  --minutes N    how long to hurt it (default 2)
  --seed S       what decides which faults come (default: a new one, printed)
  --clients N    how many devices (default 8)
  --rate N       messages a second, of all devices together (default 160)
  --keep DIR     where the history and all files stay; without it they stay only when something was broken
  --replay DIR   runs the checker again over a kept history, and nothing else
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string' },
    clients: { type: 'string', default: '8' },
    rate: { type: 'string', default: '160' },
    keep: { type: 'string' },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** What the folder of a run records about it. */
type RecordedOutcome = { readonly seed: number } & Pick<Outcome, 'kills' | 'seconds'>;

function finish(outcome: Omit<Outcome, 'reachedGoal'>, seed: number): number {
  process.stdout.write(sayAnomalies(outcome.anomalies));
  process.stdout.write(`${sayOutcome(outcome, seed)}\n`);
  return outcome.anomalies.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const minutes = Number(values.minutes);
  if (values.replay !== undefined) {
    if (!existsSync(values.replay)) throw new Error(`there is no folder ${values.replay}`);
    const outcome: RecordedOutcome = JSON.parse(readFileSync(join(values.replay, 'outcome.json'), 'utf8'));
    return finish({ ...findAnomalies(values.replay), kills: outcome.kills, seconds: outcome.seconds }, outcome.seed);
  }
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'securechat-torture-'));
  mkdirSync(folder, { recursive: true });
  process.stdout.write(`torture: seed ${seed} · in ${folder}\n`);
  using programs = await bundlePrograms();
  const terminal = process.stdout.isTTY === true;
  let saidAtS = 0;
  const outcome = await torture(
    {
      seed,
      goal: { seconds: minutes * 60 },
      maxSeconds: minutes * 60,
      clients: Number(values.clients),
      perSecond: Number(values.rate),
      deedsInPeace: 150,
      folder,
      strace: !lacks('strace'),
      script: true,
      longestStopMs: minutes >= 10 ? 90_000 : 4000,
      quiesceMs: 120_000,
      status: (now) => {
        if (!terminal && now.seconds - saidAtS < 10) return;
        saidAtS = now.seconds;
        process.stdout.write(terminal ? `\r${sayStatus(now)} ` : `${sayStatus(now)}\n`);
      },
    },
    programs,
  );
  if (terminal) process.stdout.write('\n');
  const code = finish(outcome, seed);
  writeFileSync(
    join(folder, 'outcome.json'),
    JSON.stringify({ seed, seconds: outcome.seconds, kills: outcome.kills, acked: outcome.acked }),
  );
  if (code === 0 && values.keep === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  else process.stdout.write(`kept: ${folder}\n`);
  return code;
}

process.exitCode = await main();
