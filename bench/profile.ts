// `npm run bench:profile`: where our server spends its time under a workload's load. See README.md.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startGenerator } from './load/generator.ts';
import type { Load, Member } from './load/plan.ts';
import { nowUs } from './load/timestamped-text.ts';
import { membersOf } from './peers/peer.ts';
import { startSecurechat } from './peers/securechat.ts';
import { flameChart } from './support/flame.ts';
import { temporaryFolder } from './support/folder.ts';
import { type CpuProfile, callTree, placeOf, selfTimes } from './support/profile.ts';
import { table } from './support/table.ts';
import { fullDurable } from './workloads/durable.ts';
import { fullFanOut } from './workloads/fan-out.ts';
import { fullRooms } from './workloads/rooms.ts';

type Profiled = { readonly members: readonly Member[]; readonly load: Load };

/** What can be profiled: the saturated phase of these workloads. */
const profiled: Readonly<Record<string, Profiled>> = {
  'fan-out-50': { members: membersOf(1, 50), load: fullFanOut },
  'fan-out-200': { members: membersOf(1, 200), load: fullFanOut },
  'fan-out-1000': { members: membersOf(1, 1000), load: fullFanOut },
  'rooms-100x10': fullRooms,
  durable: { members: membersOf(13, 5), load: fullDurable },
};
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'fan-out-200' },
    seconds: { type: 'string', default: '8' },
    top: { type: 'string', default: '25' },
  },
});
const results = new URL('./results/', import.meta.url);
const warmUpMs = 2000;
const sampleEveryUs = 500;

/** Runs the load on a server that profiles itself into the folder. */
async function run({ members, load }: Profiled, folder: string, measureMs: number) {
  const node = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${sampleEveryUs}`];
  await using peer = await startSecurechat(members, { pinned: true, node });
  await using generator = await startGenerator(peer.target, { members: peer.members, pinned: true });
  const startedUs = nowUs();
  const result = await generator.phase({ load, warmUpMs, measureMs, watch: peer.pids });
  const fromUs = startedUs + warmUpMs * 1000;
  return { fromUs, toUs: fromUs + measureMs * 1000, result };
}

function top(count: number, times: ReturnType<typeof selfTimes>, allUs: number): string {
  const rows = times
    .slice(0, count)
    .map(({ frame, selfUs }) => [
      frame.functionName || '(anonymous)',
      `${((selfUs / allUs) * 100).toFixed(1)} %`,
      placeOf(frame),
    ]);
  return table(['function', 'itself', 'where'], rows);
}

const chosen = profiled[values.only];
if (!chosen) {
  process.stderr.write(`${values.only} cannot be profiled. What can: ${Object.keys(profiled).join(', ')}\n`);
  process.exit(2);
}
mkdirSync(results, { recursive: true });
const folder = temporaryFolder();
const measureMs = Number(values.seconds) * 1000;
const { fromUs, toUs, result } = await run(chosen, folder.path, measureMs);
console.log(
  `${values.only}: ${Math.round((result.deliveries / result.tookMs) * 1000)} deliveries/s, ${Math.round((result.acks / result.tookMs) * 1000)} acknowledged/s`,
);
for (const file of readdirSync(folder.path).sort()) {
  // CPU.date.time.process.thread.number.cpuprofile; thread 0 is the one with the sockets.
  const thread = file.split('.')[4];
  const name = `profile-${values.only}-${thread === '0' ? 'main' : `thread-${thread}`}`;
  const root = callTree(JSON.parse(readFileSync(`${folder.path}/${file}`, 'utf8')) as CpuProfile, fromUs, toUs);
  if (root.totalUs === 0) continue;
  const busy = `busy ${Math.round((root.totalUs / (toUs - fromUs)) * 100)} % of the time`;
  copyFileSync(`${folder.path}/${file}`, new URL(`${name}.cpuprofile`, results));
  writeFileSync(new URL(`${name}.svg`, results), flameChart(`${name}, ${busy}`, root));
  console.log(`\n== ${name}: ${busy}; itself, of that time\n${top(Number(values.top), selfTimes(root), root.totalUs)}`);
}
process.exit(0);
