// `npm run bench:tui`: what the full-screen chat costs, in a pseudo terminal, compared with its targets.
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { general, member } from '../e2e/support/member.ts';
import { cliBin, temporaryFolder } from '../e2e/support/tools.ts';
import { bundleInkHello, inkGreeting } from './peers/ink-hello.ts';
import { fewRoom, firstMark, type LongChat, longChat, newestMark } from './support/long-chat.ts';
import { machine } from './support/machine.ts';
import { residentKiB } from './support/proc.ts';
import { median, percentile } from './support/stats.ts';
import { short, table } from './support/table.ts';
import { type BenchTerminal, openBenchTerminal } from './support/terminal.ts';
import { type Command, paintedMs } from './support/timed.ts';

const { values } = parseArgs({
  options: {
    idle: { type: 'string', default: '60' },
    many: { type: 'string', default: '100000' },
    letters: { type: 'string', default: '400' },
    starts: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
});
const many = Number(values.many);
const letters = Number(values.letters);
const size = { columns: 120, rows: 40 };
const aSecond = 200;
const pageUp = '\u001b[5~';

type Row = { readonly what: string; readonly value: number; readonly unit: string; readonly most?: number };
const rows: Row[] = [];
const took = (what: string, unit: string, value: number, most?: number) =>
  void rows.push({ what, unit, value, ...(most === undefined ? {} : { most }) });
const progress = (text: string) => void process.stderr.write(`${text}\n`);

function envIn(folder: string): NodeJS.ProcessEnv {
  const { PATH = '' } = process.env;
  return { PATH, HOME: folder, LANG: 'C.UTF-8', TERM: 'xterm-256color', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/none' };
}

async function firstPaints(hello: Command, chat: Command, newest: string): Promise<void> {
  const tries = [
    { paint: () => paintedMs(inkGreeting, hello), ms: [] as number[] },
    { paint: () => paintedMs(newest, chat), ms: [] as number[] },
  ] as const;
  // The first start of each lets Node cache compiled code, as every start but a user's first finds it.
  for (let i = 0; i <= Number(values.starts); i++) {
    for (const { paint, ms } of tries) {
      const tookMs = await paint();
      if (i > 0) ms.push(tookMs);
    }
  }
  const [helloMs, chatMs] = tries.map(({ ms }) => median(ms)) as [number, number];
  took('first paint, Ink hello-world bundled', 'ms', helloMs);
  took(`first paint, ${many.toLocaleString('en-US')} messages kept`, 'ms', chatMs);
  took('first paint, relative to the hello-world', 'x', chatMs / helloMs, 1.5);
}

/** Keys without other activity. */
async function quietKeys(terminal: BenchTerminal, loaded: string): Promise<readonly [number, number]> {
  const { tookMs, lost, sizes, clears } = await terminal.type(letters, 40);
  const [p50, p99] = [percentile(tookMs, 50), percentile(tookMs, 99)] as const;
  took(`key to paint, ${loaded}: p50`, 'ms', p50, 6);
  took(`key to paint, ${loaded}: p99`, 'ms', p99, 20);
  took(`keys lost, ${loaded}`, '', lost, 0);
  took(`bytes per typed key, ${loaded}`, 'B', median(sizes), 250);
  took(`full clears, ${loaded}`, '', clears, 0);
  return [p50, p99];
}

/** Lets another user send a given number of messages per second until the returned function is called. */
async function pour({ server, otherToken }: LongChat): Promise<() => Promise<number>> {
  const bob = await member(server, otherToken);
  let going = true;
  const saying = (async () => {
    const startedMs = performance.now();
    let said = 0;
    for (; going; said++) {
      void bob.say(general, `pouring ${said} as fast as this goes`);
      await sleep(Math.max(0, startedMs + (said * 1000) / aSecond - performance.now()));
    }
    return (said * 1000) / (performance.now() - startedMs);
  })();
  return async () => {
    going = false;
    const rate = await saying;
    await bob.close();
    return rate;
  };
}

async function keysWhilePouring(terminal: BenchTerminal, long: LongChat): Promise<void> {
  const stop = await pour(long);
  await terminal.listen(2);
  const seconds = 5;
  const { frames } = await terminal.listen(seconds);
  const { tookMs, lost, clears } = await terminal.type(letters / 2, 43);
  took('messages arriving per second', '/s', await stop());
  took('frames per second under this load', '/s', frames / seconds, 20);
  took('key to paint under this load: p50', 'ms', percentile(tookMs, 50));
  took('key to paint under this load: p99', 'ms', percentile(tookMs, 99), 50);
  took('keys lost under this load', '', lost, 0);
  took('full clears under this load', '', clears, 0);
}

async function measure(): Promise<void> {
  using folder = temporaryFolder();
  progress('making the rooms');
  const long = await longChat(folder.in('chat'), { many, few: 100 });
  await using _server = long.server;
  const env = envIn(folder.path);
  const chatIn = (room: string): Command => ({
    argv: [process.execPath, cliBin, 'chat', '--room', room, ...long.flags],
    env,
  });
  progress('first paints');
  const hello = { argv: [process.execPath, await bundleInkHello(folder.path)], env };
  await firstPaints(hello, chatIn(general), newestMark);

  progress('a room of 100');
  const few = await openBenchTerminal(chatIn(fewRoom), size);
  await few.sees('short 100 of few');
  await few.listen(2);
  const [p50Few, p99Few] = await quietKeys(few, '100 loaded');
  progress(`${values.idle} s idle`);
  took(`bytes in ${values.idle} idle seconds`, 'B', (await few.listen(Number(values.idle))).bytes, 0);
  await few[Symbol.asyncDispose]();

  progress(`a room of ${many}`);
  await using chat = await openBenchTerminal(chatIn(general), size);
  await chat.sees(newestMark);
  await chat.listen(2);
  took('all loaded in', 's', (await chat.pressUntil(pageUp, 10, firstMark)) / 1000);
  took('resident memory, all loaded', 'MiB', residentKiB([chat.pid]) / 1024, 180);
  await chat.type(18, 40);
  const [p50, p99] = await quietKeys(chat, `${many.toLocaleString('en-US')} loaded, at the oldest`);
  took('p50, relative to 100 loaded', 'x', p50 / p50Few, 1.25);
  took('p99, relative to 100 loaded', 'x', p99 / p99Few, 1.25);
  await chat.pressUntil('\u001b', 1, newestMark);
  const [p50Newest] = await quietKeys(chat, `${many.toLocaleString('en-US')} loaded, at the newest`);
  took('p50, relative to 100 loaded, at the newest', 'x', p50Newest / p50Few, 1.25);
  progress(`${aSecond} messages a second`);
  await keysWhilePouring(chat, long);
  took('resident memory at the end', 'MiB', residentKiB([chat.pid]) / 1024, 180);
}

await measure();
const held = ({ value, most }: Row) => (most === undefined ? '' : value <= most ? 'met' : 'missed');
const content = { ...machine('bench:tui'), rows };
writeFileSync(new URL('./results/tui.json', import.meta.url), `${JSON.stringify(content, undefined, 2)}\n`);
if (values.json) console.log(JSON.stringify(content));
else {
  const cells = rows.map((row) => [
    row.what,
    `${short(row.value)} ${row.unit}`,
    row.most === undefined ? '' : `${row.most} ${row.unit}`,
    held(row),
  ]);
  console.log(table(['what', 'measured', 'at most', ''], cells));
}
