// `npm run bench:backlog`: a client returns after 100,000 missed messages, and a reader stops reading while 10,000 are sent. Real server
// process, real TLS, real disk; readers are processes of their own. Prints how long it took, what it cost the server, and how it affected
// others.
import type { ChatClient } from '@securechat/client';
import type { UserId } from '@securechat/protocol';
import { general, good, maxMiB, member, percentile, signUp, type Where } from '../e2e/support/member.ts';
import { startServer } from '../e2e/support/server.ts';
import { stalledReader } from '../e2e/support/stalled-reader.ts';
import { temporaryFolder } from '../e2e/support/tools.ts';
import { comeBack } from './support/come-back.ts';
import { fill } from './support/fill.ts';
import { type Talkers, talkDuring } from './support/talk.ts';

const away = 100_000;
const flowing = 10_000;

const said = (tookMs: readonly number[]) =>
  `others p50 ${percentile(tookMs, 50).toFixed(1)} ms, p95 ${percentile(tookMs, 95).toFixed(1)} ms over ${tookMs.length} messages`;

/** A client that has missed 100,000 messages. */
async function wasAway(where: Where & { pid: number }, talkers: Talkers, token: string, file: string) {
  const [cursor] = good(await talkers.dan.log({ room: general, before: 4, limit: 1 })).events;
  if (cursor === undefined) throw new Error('the event at the cursor is missing');
  const found = await comeBack(where, talkers, { token, cursor, file });
  console.log(
    `catch-up: ${found.events} events in ${(found.tookMs / 1000).toFixed(2)} s, in order ${found.inOrder} · ` +
      `server +${found.serverMiB.toFixed(1)} MiB · ${said(found.othersMs)}`,
  );
}

/** Sends many messages, with at most 256 unacknowledged at a time. */
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

/**
 * A reader stops reading while 10,000 messages are sent; alternates with the same load without that reader, so that its cost can be told
 * apart.
 */
async function stall(where: Where & { pid: number }, ada: ChatClient, talkers: Talkers, token: string) {
  const found = { alone: [] as number[], beside: [] as number[], aloneMs: [] as number[], besideMs: [] as number[] };
  await flow(ada);
  for (let round = 0; round < 5; round++) {
    const alone = await maxMiB(where.pid, () => talkDuring(talkers, flow(ada)));
    found.alone.push(alone.maxMiB);
    found.aloneMs.push(...alone.value.tookMs);
    const reader = await stalledReader(where, token);
    const beside = await maxMiB(where.pid, () => talkDuring(talkers, flow(ada)));
    found.beside.push(beside.maxMiB);
    found.besideMs.push(...beside.value.tookMs);
    const after = await reader.goOn(talkers.cyd.getSnapshot().byRoom[general]?.cursor ?? 0);
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
await fill(folder.in('data'), { author: 'ada' as UserId, count: away });
await using server = await startServer(folder.path, { port: first.port });
const ada = await member(server, tokens.ada);
const talkers = { dan: await member(server, tokens.dan), cyd: await member(server, tokens.cyd) };
await wasAway(server, talkers, tokens.bob, folder.in('bob.db'));
await wasAway(server, talkers, tokens.bob, folder.in('bob-again.db'));
await stall(server, ada, talkers, tokens.bob);
await Promise.all([ada, talkers.cyd, talkers.dan].map((client) => client.close()));
