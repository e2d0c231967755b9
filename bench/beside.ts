// `npm run bench:beside`: how soon the chat is ready and how much memory it uses, compared with WeeChat if that is installed.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { startServer } from '../e2e/support/server.ts';
import { cliBin, lacks, temporaryFolder } from '../e2e/support/tools.ts';
import { settle } from './support/chat-home.ts';
import { machine } from './support/machine.ts';
import { residentKiB } from './support/proc.ts';
import { median } from './support/stats.ts';
import { short, table } from './support/table.ts';
import { openBenchTerminal } from './support/terminal.ts';
import { type Command, paintedMs } from './support/timed.ts';

const weechat = 'weechat';
const times = 3;
const size = { columns: 100, rows: 30 };
/** Time after which a program has finished starting. */
const settledS = 3;

type Program = { readonly name: string; readonly command: Command; readonly until: string };
type Figures = { readonly ms: number[]; readonly mib: number[] };

async function once({ command, until }: Program): Promise<{ readonly ms: number; readonly mib: number }> {
  const ms = await paintedMs(until, command);
  await using terminal = await openBenchTerminal(command, size);
  await terminal.sees(until);
  await terminal.listen(settledS);
  return { ms, mib: residentKiB([terminal.pid]) / 1024 };
}

/** Alternates the programs, after one warm-up run of each, which fills caches for the next start. */
async function measure(programs: readonly Program[]): Promise<ReadonlyMap<Program, Figures>> {
  const all = new Map(programs.map((program) => [program, { ms: [], mib: [] } as Figures]));
  for (const { command, until } of programs) await paintedMs(until, command);
  for (let i = 0; i < times; i++) {
    for (const [program, figures] of all) {
      const { ms, mib } = await once(program);
      figures.ms.push(ms);
      figures.mib.push(mib);
    }
  }
  return all;
}

async function compare(): Promise<string> {
  using folder = temporaryFolder();
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder.path, LANG: 'C.UTF-8', TERM: 'xterm-256color', DBUS_SESSION_BUS_ADDRESS: '' };
  for (const name of ['server', 'ada', 'weechat']) mkdirSync(folder.in(name));
  await using server = await startServer(folder.in('server'));
  const ada = await settle('ada', folder.in('ada'), server, 50);
  const chat = { argv: [process.execPath, cliBin, 'chat', ...ada.flags], env };
  const programs: Program[] = [{ name: 'securechat chat, 50 messages, connected', command: chat, until: ada.newest }];
  if (!lacks(weechat)) {
    const version = execFileSync(weechat, ['--version'], { encoding: 'utf8' }).trim();
    const command = { argv: [weechat, '--dir', folder.in('weechat')], env };
    programs.push({ name: `WeeChat ${version}, its first buffer, not connected`, command, until: version });
  }
  const cells = [...(await measure(programs))].map(([{ name }, { ms, mib }]) => [
    name,
    `${short(median(ms))} ms`,
    `${short(median(mib))} MiB`,
  ]);
  return table(['program', 'start to first paint', 'resident memory'], cells);
}

const { cores, cpu, memoryGiB, system, node } = machine('bench:beside');
console.log(`${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}; medians of ${times}\n`);
console.log(await compare());
