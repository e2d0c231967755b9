// `npm run bench:backlog`: a client that was away for 100,000 messages comes back, and a reader stops reading while 10,000 flow.
// Real server process, real TLS, real disk; readers are processes of their own. Prints what it took, what it cost the server, and
// what the others noticed.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ChatClient } from '@securechat/client';
import type { EventId, UserId } from '@securechat/protocol';
import { general, member, mostMiB, percentile, rssMiB, signUp, textOf, type Where } from '../e2e/support/member.ts';
import { startServer } from '../e2e/support/server.ts';
import { stalledReader } from '../e2e/support/stalled-reader.ts';
import { temporaryFolder } from '../e2e/support/tools.ts';
import { openSqliteStore } from '../packages/server/src/adapters/sqlite/store.ts';

const run = promisify(execFile);
const away = 100_000;
const flowing = 10_000;

/** Puts so many messages of ada into the store, as a server would have. */
async function fill(dataDir: string, count: number): Promise<void> {
  const store = await openSqliteStore({ dataDir });
  if (!store.ok) throw new Error(store.error.say);
  const [session] = await store.value.sessions('ada' as UserId);
  if (!session) throw new Error('ada is not signed in');
  for (let from = 0; from < count; from += 5000) {
    const drafts = Array.from({ length: 5000 }, (_, i) => ({
      room: general,
      author: 'ada' as UserId,
      session: session.id,
      id: `fill-${from + i}` as EventId,
      body: { kind: 'text', text: `message ${from + i} `.padEnd(100, 'x') } as const,
      atMs: Date.now(),
    }));
    const stored = await Promise.all(drafts.map((draft) => store.value.append(draft)));
    if (!stored.every(({ ok }) => ok)) throw new Error('the store refused a message');
  }
  await store.value.close();
}

/** Two who talk 50 times a second while something goes on: how long each message took from one to the other. */
async function talkDuring<T>(
  dan: ChatClient,
  cyd: ChatClient,
  what: Promise<T>,
): Promise<{ value: T; tookMs: number[] }> {
  const tookMs: number[] = [];
  const saidMs = new Map<string, number>();
  const stop = cyd.listen((notice) => {
    const at = notice.kind === 'event' ? saidMs.get(textOf(notice.event) ?? '') : undefined;
    if (at !== undefined) tookMs.push(performance.now() - at);
  });
  let going = true;
  const ended = what.finally(() => {
    going = false;
  });
  for (let i = 0; going; i++) {
    const text = `talk ${performance.now()} ${i}`;
    saidMs.set(text, performance.now());
    void dan.say(general, text);
    await sleep(20);
  }
  const value = await ended;
  await sleep(200);
  stop();
  return { value, tookMs };
}

const said = (tookMs: readonly number[]) =>
  `others p50 ${percentile(tookMs, 50).toFixed(1)} ms, p95 ${percentile(tookMs, 95).toFixed(1)} ms over ${tookMs.length} messages`;

type Talkers = { readonly dan: ChatClient; readonly cyd: ChatClient };

/** A client that was away for 100,000 messages. */
async function comeBack(where: Where & { pid: number }, { dan, cyd }: Talkers, token: string, file: string) {
  const program = new URL('./support/returner.ts', import.meta.url).pathname;
  const beforeMiB = rssMiB(where.pid);
  const { value, mostMiB: most } = await mostMiB(where.pid, () => {
    const argv = ['--conditions=source', program, where.url, where.pin, token, '3', file];
    return talkDuring(dan, cyd, run(process.execPath, argv));
  });
  const found = JSON.parse(value.value.stdout) as { events: number; inOrder: boolean; tookMs: number };
  console.log(
    `catch-up: ${found.events} events in ${(found.tookMs / 1000).toFixed(2)} s, in order ${found.inOrder} · ` +
      `server +${(most - beforeMiB).toFixed(1)} MiB · ${said(value.tookMs)}`,
  );
}

/** Many messages, at most 256 without an answer at a time. */
async function flow(ada: ChatClient): Promise<void> {
  const text = 'y'.repeat(900);
  const way = new Set<Promise<unknown>>();
  for (let i = 0; i < flowing; i++) {
    const saying: Promise<unknown> = ada.say(general, `${i} ${text}`).finally(() => way.delete(saying));
    way.add(saying);
    if (way.size >= 256) await Promise.race(way);
  }
  await Promise.all(way);
}

/** A reader that stops reading while 10,000 messages flow; in turns with the same flow without it, so that its cost is told apart. */
async function stall(where: Where & { pid: number }, ada: ChatClient, { dan, cyd }: Talkers, token: string) {
  const found = { alone: [] as number[], beside: [] as number[], aloneMs: [] as number[], besideMs: [] as number[] };
  await flow(ada);
  for (let round = 0; round < 5; round++) {
    const alone = await mostMiB(where.pid, () => talkDuring(dan, cyd, flow(ada)));
    found.alone.push(alone.mostMiB);
    found.aloneMs.push(...alone.value.tookMs);
    const reader = await stalledReader(where, token);
    const beside = await mostMiB(where.pid, () => talkDuring(dan, cyd, flow(ada)));
    found.beside.push(beside.mostMiB);
    found.besideMs.push(...beside.value.tookMs);
    const after = await reader.goOn(cyd.getSnapshot().byRoom[general]?.cursor ?? 0);
    console.log(`the reader then has ${after.events} events, once and in order ${after.inOrder}`);
  }
  const [alone, beside] = [percentile(found.alone, 50), percentile(found.beside, 50)];
  console.log(`flow of ${flowing}: server at most ${alone.toFixed(1)} MiB · ${said(found.aloneMs)}`);
  console.log(
    `beside a reader that does not read: at most ${beside.toFixed(1)} MiB, ${(beside - alone).toFixed(1)} more · ${said(found.besideMs)}`,
  );
}

using folder = temporaryFolder();
const first = await startServer(folder.path);
const token = async (user: string) => await signUp(first, user);
const tokens = { ada: await token('ada'), bob: await token('bob'), cyd: await token('cyd'), dan: await token('dan') };
await first.kill('SIGTERM');
await fill(folder.in('data'), away);
await using server = await startServer(folder.path, { port: first.port });
const ada = await member(server, tokens.ada);
const talkers = { dan: await member(server, tokens.dan), cyd: await member(server, tokens.cyd) };
await comeBack(server, talkers, tokens.bob, folder.in('bob.db'));
await comeBack(server, talkers, tokens.bob, folder.in('bob-again.db'));
await stall(server, ada, talkers, tokens.bob);
await Promise.all([ada, talkers.cyd, talkers.dan].map((client) => client.close()));
