// `npm run bench`: runs all measurements, side by side with alternatives. See README.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chart } from './support/chart.ts';
import type { SubjectRounds } from './support/compare.ts';
import { machine } from './support/machine.ts';
import { printed, type Report, reportOf } from './support/report.ts';
import type { Figure, Subject, Workload } from './support/workload.ts';
import { workloads } from './workloads/index.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    who: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const results = new URL('./results/', import.meta.url);
const startedMs = performance.now();

function progress(text: string): void {
  const elapsed = `${Math.round((performance.now() - startedMs) / 1000)} s`;
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${elapsed} ${text}`);
  else process.stderr.write(`${elapsed} ${text}\n`);
}

function chosen(): readonly Workload[] {
  const { only, full } = values;
  if (only.length === 0) return workloads.filter(({ quick }) => quick || full);
  const unknown = only.find((name) => !workloads.some((workload) => workload.name === name));
  if (unknown === undefined) return workloads.filter(({ name }) => only.includes(name));
  process.stderr.write(`There is no workload ${unknown}. There are: ${workloads.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

/** The subjects that are available; `notes` gets why the others are not. */
async function present(all: readonly Subject[], notes: string[]): Promise<readonly Subject[]> {
  const here: Subject[] = [];
  const askedFor = values.full || values.only.length > 0 || values.who.length > 0;
  for (const subject of all) {
    if (values.who.length > 0 && !values.who.includes(subject.name)) continue;
    if (subject.fullOnly && !askedFor) continue;
    const missing = await subject.missing?.();
    if (missing === undefined) here.push(subject);
    else notes.push(`without ${subject.name}: ${missing}`);
  }
  return here;
}

async function measure(workload: Workload): Promise<Report> {
  const notes: string[] = [];
  const subjects = await present(workload.subjects, notes);
  const taken = new Map<string, (readonly Figure[])[]>(subjects.map(({ name }) => [name, []]));
  const rounds = Number(values.rounds ?? workload.rounds ?? 3);
  for (let round = 1; round <= rounds; round++) {
    for (const subject of subjects) {
      progress(`${workload.name}: round ${round} of ${rounds}, ${subject.name}`);
      try {
        const outcome = await subject.run(round);
        taken.get(subject.name)?.push(outcome.figures);
        notes.push(...(outcome.notes ?? []).map((note) => `${subject.name}, round ${round}: ${note}`));
      } catch (thrown) {
        // The others continue: a peer that fails is no reason to lose their figures.
        taken.get(subject.name)?.push([]);
        notes.push(`${subject.name}, round ${round} failed: ${thrown instanceof Error ? thrown.message : thrown}`);
      }
    }
  }
  const all: SubjectRounds[] = [...taken].map(([name, figures]) => ({ name, rounds: figures }));
  return reportOf(workload, all, notes);
}

function save(report: Report): void {
  mkdirSync(results, { recursive: true });
  const content = { ...machine('bench'), ...report };
  writeFileSync(new URL(`${report.workload}.json`, results), `${JSON.stringify(content, undefined, 2)}\n`);
  writeFileSync(new URL(`${report.workload}.svg`, results), chart(report.workload, report.summaries));
}

if (values.list) {
  for (const { name, quick, about } of workloads) console.log(`${name}${quick ? '' : ' (--full)'}: ${about}`);
  process.exit(0);
}
for (const workload of chosen()) {
  const report = await measure(workload);
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (values.json) console.log(JSON.stringify({ ...machine('bench'), ...report }));
  else console.log(printed(report));
  save(report);
}
process.exit(0);
