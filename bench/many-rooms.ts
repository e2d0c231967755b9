// `npm run bench:rooms`: what a user of 500 rooms waits for, on a server with 2,000 members. Run it in two checkouts by turns to compare them.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EventId, RoomId, UserId } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { person } from '../e2e/support/cli.ts';
import { general, member } from '../e2e/support/member.ts';
import { noLimits, startServer } from '../e2e/support/server.ts';
import { cliBin, temporaryFolder } from '../e2e/support/tools.ts';
import { randomIds } from '../packages/server/src/adapters/random-ids.ts';
import { openSqliteStore } from '../packages/server/src/adapters/sqlite/store.ts';
import { tokenOf } from './support/chat-home.ts';
import { seed } from './support/seed.ts';
import { median } from './support/stats.ts';
import { short, table } from './support/table.ts';
import { openBenchTerminal } from './support/terminal.ts';
import { paintedMs } from './support/timed.ts';

const { values } = parseArgs({
  options: { times: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } },
});
const times = Number(values.times);
const [joined, membersOfRoom, messages] = [499, 4, 20];
const ada = 'ada' as UserId;

const roomName = (i: number) => `r${String(i).padStart(3, '0')}`;
/** Two texts that differ in every column: only cells that change are drawn, and the whole text must be. */
const marks = ['<<all-of-this-is-new>>', 'IT+IS+ALSO+NEW+IN+HERE'] as const;
/** The newest message of a room. */
const newestOf = (i: number) => marks[i % 2] as string;

/** 499 rooms of four members each, which ada joins, with twenty messages in each. */
async function fillRooms(dataDir: string): Promise<void> {
  const members = Array.from({ length: joined * membersOfRoom }, (_, i) => {
    const room = roomName(Math.floor(i / membersOfRoom));
    return { name: `m${i}`, room };
  });
  await seed(dataDir, members);
  const store = await openSqliteStore({ dataDir });
  if (!store.ok) throw new Error(store.error.message);
  const [session] = await store.value.sessions(ada);
  if (!session) throw new Error('ada has no session');
  const atMs = Date.now();
  const by = { by: ada, session: session.id, limits, atMs };
  for (let i = 0; i < joined; i++) {
    const room = roomName(i) as RoomId;
    const made = await store.value.changeRoom({ ...by, room, kind: 'join', id: randomIds.eventId() });
    if (!made.ok) throw new Error(`${room}: ${made.error}`);
    const drafts = Array.from({ length: messages }, (_, n) => {
      const text =
        n === messages - 1 ? newestOf(i) : `message ${n} of ${room}, about as long as a line that people write`;
      const id = `${room}-${n}` as EventId;
      const payload = { kind: 'text', text };
      return { room, author: ada, session: session.id, id, type: 'message' as const, payload, atMs };
    });
    const stored = await Promise.all(drafts.map((draft) => store.value.append(draft)));
    if (!stored.every(({ ok }) => ok)) throw new Error(`the store refused a message in ${room}`);
  }
  await store.value.close();
}

const figures: [string, readonly number[]][] = [];
const measure = async (what: string, once: (i: number) => Promise<number>) => {
  const all: number[] = [];
  // The first one fills caches.
  for (let i = 0; i <= times; i++) {
    const tookMs = await once(i);
    if (i > 0) all.push(tookMs);
  }
  figures.push([what, all]);
};

using folder = temporaryFolder();
const first = await startServer(folder.path);
const user = await person(ada, folder.path, first);
const said = await user.run(['send', newestOf(joined)]);
if (said.code !== 0) throw new Error(said.err);
await first.kill('SIGTERM');
await fillRooms(join(folder.path, 'data'));
await using server = await startServer(folder.path, { args: noLimits, port: first.port });
const token = tokenOf(user.home);

await measure('catch-up of a new device', async () => {
  const startedMs = performance.now();
  const client = await member(server, token, { recent: 50 });
  const tookMs = performance.now() - startedMs;
  await client.close();
  return tookMs;
});
const { PATH = '' } = process.env;
const env = { PATH, HOME: folder.path, LANG: 'C.UTF-8', TERM: 'xterm-256color', DBUS_SESSION_BUS_ADDRESS: '' };
const command = { argv: [process.execPath, cliBin, 'chat', '--room', general, ...user.common], env };
await measure('start of the chat to its first paint', async () => await paintedMs(newestOf(joined), command));
{
  await using terminal = await openBenchTerminal(command, { columns: 120, rows: 40 });
  await terminal.sees(newestOf(joined));
  await terminal.listen(3);
  await measure('switch to another room', async (i) => {
    const to = i % 2;
    return await terminal.pressUntil(`\u001b${to + 2}`, 1, newestOf(to));
  });
}

if (values.json) console.log(JSON.stringify(Object.fromEntries(figures.map(([what, all]) => [what, median(all)]))));
else
  console.log(
    table(
      ['500 rooms, 2,000 members', 'median', 'least', 'most'],
      figures.map(([what, all]) =>
        [what, median(all), Math.min(...all), Math.max(...all)].map((v) =>
          typeof v === 'number' ? `${short(v)} ms` : v,
        ),
      ),
    ),
  );
process.exit(0);
