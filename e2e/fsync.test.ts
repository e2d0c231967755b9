import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type ChatClient, createChatClient } from '@securechat/client';
import { nodeClock, nodeDialer } from '@securechat/client/node';
import type { RoomId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { person } from './support/cli.ts';
import { type ServerProcess, startServer } from './support/server.ts';
import { cliBin, lacks, temporaryFolder } from './support/tools.ts';

const general = 'general' as RoomId;

// kill -9 cannot reveal a missing fsync, because the page cache survives it, and the pragma reads FULL even when it is not, so the calls
// are counted.
test.skipIf(lacks('strace'))(
  'each message sent alone costs an fsync of the log before it is acknowledged',
  async () => {
    using folder = temporaryFolder();
    const trace = folder.in('trace');
    await using server = await startServer(folder.path, {
      wrap: ['strace', '-f', '-qq', '-o', trace, '-e', 'trace=fsync,fdatasync'],
    });
    const ada = await person('ada', folder.path, server);
    const count = () =>
      readFileSync(trace, 'utf8')
        .split('\n')
        .filter((line) => /f(data)?sync\(/.test(line)).length;
    const before = count();
    for (let i = 0; i < 10; i++) expect((await ada.run(['send', `message ${i}`])).code).toBe(0);
    expect(count() - before).toBeGreaterThanOrEqual(10);
  },
);

type Step = 'read' | 'synced' | 'answered';

/**
 * The steps of each connection in a trace, in order: the server read from it, a sync of the write-ahead log ended, it wrote to it. strace
 * prints a call when it starts and, if another thread comes in between, again when it ends.
 */
function stepsOf(trace: string): Map<string, Step[]> {
  const unfinishedCalls = new Map<string, string>();
  const steps = new Map<string, Step[]>();
  for (const line of trace.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const call = resumed === undefined ? rest : (unfinishedCalls.get(thread) ?? '') + resumed;
    const socket = /^(?:read|write|writev)\((\d+)<(?:TCP|socket|TCPv6):/.exec(unfinished ?? call)?.[1];
    const isWrite = /^writev?\(/.test(unfinished ?? call);
    if (unfinished !== undefined) unfinishedCalls.set(thread, unfinished);
    // A write may be on its way as soon as the call starts; a read is complete when it ends.
    if (socket !== undefined && isWrite && resumed === undefined)
      steps.set(socket, [...(steps.get(socket) ?? []), 'answered']);
    else if (socket !== undefined && !isWrite && unfinished === undefined && / = [1-9]\d*$/.test(call)) {
      steps.set(socket, [...(steps.get(socket) ?? []), 'read']);
    } else if (/^f(data)?sync\(\d+<[^>]*-wal>/.test(call) && / = 0$/.test(call)) {
      for (const [at, before] of steps) steps.set(at, [...before, 'synced']);
    }
  }
  return steps;
}

async function talker(server: ServerProcess, user: string): Promise<ChatClient> {
  const { url, pin } = server;
  const client = { name: 'test', version: '0' };
  const made = createChatClient({
    url,
    dialer: nodeDialer({ pin }),
    clock: nodeClock,
    client,
    device: 'test',
    follow: false,
  });
  await made.connect();
  const signed = await made.signUp({ user, password: `the long password of ${user}` });
  expect(signed.ok).toBe(true);
  return made;
}

test.skipIf(lacks('strace'))(
  'no acknowledgement is written to a socket before the sync of its commit has ended',
  async () => {
    using folder = temporaryFolder();
    const trace = folder.in('trace');
    const wrap = [
      'strace',
      '-f',
      '--seccomp-bpf',
      '-y',
      '-qq',
      '-o',
      trace,
      '-e',
      'trace=fsync,fdatasync,read,write,writev',
    ];
    const server = await startServer(folder.path, { wrap });
    const talkers = [];
    for (const name of ['ada', 'bob', 'cyd', 'dan']) talkers.push(await talker(server, name));
    const from = readFileSync(trace, 'utf8').length;
    const perTalker = 50;
    // Each of the four sends the next message only after the reply to the one before, so group commits occur.
    const talk = async (client: ChatClient) => {
      for (let i = 0; i < perTalker; i++) expect((await client.say(general, `message ${i}`)).ok).toBe(true);
    };
    await Promise.all(talkers.map(talk));
    const steps = stepsOf(readFileSync(trace, 'utf8').slice(from));
    await Promise.all(talkers.map((client) => client.close()));
    await server.kill('SIGTERM');
    const rounds = [...steps.values()].map((all) => all.join(' ').match(/read( read)*( synced)*( answered)+/g) ?? []);
    const answered = rounds.flat().filter((round) => round.includes('answered'));
    expect(answered.length).toBeGreaterThanOrEqual(4 * perTalker);
    expect(answered.filter((round) => !round.includes('synced'))).toEqual([]);
  },
);

test.skipIf(lacks('strace'))(
  'a spooled message is on disk under its name: the folders are synced after the rename',
  async () => {
    using folder = temporaryFolder();
    const server = await startServer(folder.path);
    const ada = await person('ada', folder.path, server);
    await server.kill('SIGTERM');
    const trace = folder.in('trace');
    const command = [process.execPath, cliBin, 'send', '--spool', '--wait', '0', 'an alert', ...ada.common];
    const calls = 'trace=rename,renameat,renameat2,fsync,fdatasync';
    const traced = spawnSync('strace', ['-f', '-y', '-qq', '-o', trace, '-e', calls, ...command], { encoding: 'utf8' });
    expect(traced.status).toBe(0);
    const lines = readFileSync(trace, 'utf8').split('\n');
    const spool = `${ada.home}/spool`;
    const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
    const renamed = at(/rename.*\.json"\) = 0$/);
    expect(renamed).toBeGreaterThan(at(/fsync\(\d+<[^>]*\.json\.\w+>\) = 0$/));
    const synced = lines
      .slice(renamed)
      .flatMap((line) => /fsync\(\d+<([^>]*)>\) = 0$/.exec(line)?.[1] ?? [])
      .filter((path) => path.startsWith(ada.home));
    expect(synced).toEqual([`${spool}/ada@127.0.0.1%3A${server.port}`, spool, ada.home]);
  },
);
