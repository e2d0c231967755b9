import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ChatClient } from '@securechat/client';
import type { EventId, RoomName, UserId } from '@securechat/protocol';
import { openSqliteStore } from '../../packages/server/src/adapters/sqlite/store.ts';
import { person } from '../support/cli.ts';
import { member } from '../support/member.ts';
import { noLimits, type ServerProcess, startServer } from '../support/server.ts';
import { cliBin } from '../support/tools.ts';
import { minuteMs, past, people, rooms } from './story.ts';

type Person = Awaited<ReturnType<typeof person>>;

/** A server with rooms, users and their messages of the last two days. */
export type Team = {
  readonly server: ServerProcess;
  readonly ada: Person;
  /** `securechat` as ada types it: her home, the server and its pin are already given. */
  readonly bin: string;
  /** A user's client, connected at its first use. */
  who(name: string): Promise<ChatClient>;
  /** Stops the server, so that everybody is offline, and starts it again. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
} & AsyncDisposable;

/** The default port of a server, if it is free. */
async function wantedPort(): Promise<number> {
  const probe = createServer();
  return await new Promise((resolve) => {
    probe.once('error', () => resolve(0));
    probe.listen(8443, '127.0.0.1', () => probe.close(() => resolve(8443)));
  });
}

function check(what: string, { code, err }: { readonly code: number | string; readonly err: string }): void {
  if (code !== 0) throw new Error(`${what} ended with ${code}: ${err}`);
}

/** Accounts, rooms and members, created by ordinary commands. */
async function settle(folder: string, server: ServerProcess): Promise<ReadonlyMap<string, Person>> {
  const all = new Map<string, Person>();
  for (const name of people) all.set(name, await person(name, folder, server));
  for (const { name, topic, members } of rooms) {
    const [maker, ...others] = members.map((each) => all.get(each) as Person);
    if (maker) check(`making #${name}`, await maker.run(['rooms', 'create', name, '--topic', topic]));
    for (const other of others) check(`joining #${name}`, await other.run(['rooms', 'join', name]));
  }
  return all;
}

/** Stores the messages with their times, which no command can choose. No server may run on the folder. */
async function sayPast(dataDir: string, nowMs: number): Promise<void> {
  const database = new DatabaseSync(join(dataDir, 'securechat.db'));
  // Everything so far happened three days ago.
  database.exec(`UPDATE events SET at = at - ${3 * 24 * 60 * minuteMs}`);
  database.close();
  const store = await openSqliteStore({ dataDir });
  if (!store.ok) throw new Error(store.error.message);
  for (const [i, { room, author, text, agoMs }] of past.entries()) {
    const [session] = await store.value.sessions(author as UserId);
    const id = await store.value.roomNamed(room as RoomName, Date.now());
    if (!session || !id) throw new Error(`${author} is not signed in, or there is no #${room}`);
    const stored = await store.value.append({
      room: id,
      author: author as UserId,
      session: session.id,
      id: `past-${i}` as EventId,
      type: 'message',
      payload: { kind: 'text', text },
      atMs: nowMs - agoMs,
    });
    if (!stored.ok) throw new Error(`${author} could not speak in #${room}: ${stored.error}`);
  }
  await store.value.close();
}

/** Creates it below a folder. */
export async function makeTeam(folder: string): Promise<Team> {
  const args = [...noLimits, '--signup=open'];
  let server = await startServer(folder, { args, port: await wantedPort() });
  const { port } = server;
  const all = await settle(folder, server);
  const ada = all.get('ada') as Person;
  check('muting', await ada.run(['config', 'set', 'rooms.builds.muted', 'true']));
  await server.kill('SIGTERM');
  await sayPast(join(folder, 'data'), Date.now());
  server = await startServer(folder, { args, port });
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const command = [process.execPath, cliBin].map((part) => `'${part}'`).join(' ');
  writeFileSync(join(bin, 'securechat'), `#!/bin/sh\nexec ${command} "$@" ${ada.common.join(' ')}\n`);
  chmodSync(join(bin, 'securechat'), 0o755);
  const here = new Map<string, ChatClient>();
  return {
    get server() {
      return server;
    },
    ada,
    bin,
    who: async (name) => {
      const known = here.get(name);
      if (known) return known;
      const home = all.get(name)?.home ?? '';
      const [token] = Object.values(JSON.parse(readFileSync(join(home, 'tokens.json'), 'utf8')).tokens as object);
      const client = await member(server, String(token));
      here.set(name, client);
      return client;
    },
    stopServer: async () => void (await server.kill('SIGTERM')),
    startServer: async () => {
      server = await startServer(folder, { args, port });
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of here.values()) await client.close();
      await server.kill('SIGTERM');
    },
  };
}
