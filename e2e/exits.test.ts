import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { clientOf, general, signUp } from './support/member.ts';
import { startServer } from './support/server.ts';
import { serverBin, temporaryFolder } from './support/tools.ts';
import { ChaosProxy, modes } from './torture/chaos-proxy.ts';
import { Random } from './torture/random.ts';

const servers = 5;
const endsOfEach = 10;
const clients = 4;
/** Faults of a connection that let messages through. */
const noisy = ['cut', 'delay', 'split', 'slow'] as const;
/** A server that cannot exit hangs forever; how long a healthy one takes depends on the machine. */
const guardMs = 180_000;

/** Stops one server repeatedly while its clients chat through a bad network; returns the exit codes. */
async function stopAgainAndAgain(home: string, random: Random): Promise<(number | string)[]> {
  let server = await startServer(home);
  const { port, pin } = server;
  const tokens: string[] = [];
  for (let i = 0; i < clients; i++) tokens.push(await signUp(server, `user-${i}`));
  const proxy = new ChaosProxy(port, random.fork());
  const url = `wss://127.0.0.1:${await proxy.listen()}`;
  const members = tokens.map((token) => clientOf({ url, pin }, { token }));
  let answered = 0;
  let over = false;
  const talk = async (client: (typeof members)[number]) => {
    for (let n = 0; !over; n++) if ((await client.say(general, `message ${n}`)).ok) answered++;
  };
  for (const client of members) void client.connect();
  const talks = members.map(talk);
  const exits: (number | string)[] = [];
  try {
    for (let n = 0; n < endsOfEach; n++) {
      // Connections are reset, so that all clients are reconnecting when the server is stopped.
      proxy.heal();
      const enough = answered + random.whole(1, 40);
      while (answered < enough) {
        proxy.strike(random.pick(noisy), () => random.next() < 0.1);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      proxy.strike(random.pick(modes), () => random.next() < 0.5);
      const guard = setTimeout(() => void server.kill('SIGKILL'), guardMs);
      const code = await server.kill('SIGTERM');
      clearTimeout(guard);
      exits.push(code === 0 ? 0 : `${code}: ${server.log().slice(-3000)}`);
      server = await startServer(home, { port });
    }
  } finally {
    over = true;
    proxy.heal();
    await Promise.all(members.map((client) => client.close()));
    await Promise.all(talks);
    proxy.close();
    await server[Symbol.asyncDispose]();
  }
  return exits;
}

test('a server stopped amid network faults exits, fifty times', { timeout: 900_000 }, async () => {
  using folder = temporaryFolder();
  const random = new Random(7);
  const homes = Array.from({ length: servers }, (_, i) => folder.in(`server-${i}`));
  const exits = await Promise.all(homes.map((home) => stopAgainAndAgain(home, random.fork())));
  expect(exits).toEqual(homes.map(() => Array(endsOfEach).fill(0)));
});

test('a server that is stopped while it starts exits with 0', async () => {
  using folder = temporaryFolder();
  const folders = ['--data', folder.in('data'), '--certs', folder.in('certs')];
  const server = spawn(process.execPath, [serverBin, 'serve', '--json', '--port', '0', ...folders], { stdio: 'pipe' });
  const ended = once(server, 'exit');
  await eventually(() => existsSync(folder.in('data/securechat.lock')));
  server.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
