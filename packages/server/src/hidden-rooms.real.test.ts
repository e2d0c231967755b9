import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { openInOneThread } from './adapters/sqlite/testing/one-thread-store.ts';
import { recordStatements } from './adapters/sqlite/testing/record-statements.ts';
import { RawClient } from './testing/raw-client.ts';
import { roomRequests } from './testing/room-requests.ts';
import { startTestServer } from './testing/start-server.ts';

type Reply = { readonly [field: string]: unknown };
const idOf = (reply: Reply): string => (reply.room as { readonly id: string }).id;

/** A server whose database is in this thread, on a clock that stands still, so that only requests run statements. */
async function startHere() {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-hidden-'));
  const { store } = openInOneThread(join(folder, 'a.db'), join(folder, 'a.search'));
  const server = await startTestServer({}, { store, clock: new FakeClock() });
  return {
    server,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The statements of a request, with the number of rows of each, and of what its reply sets off. */
async function statementsOf(
  client: RawClient,
  frame: object,
): Promise<{ readonly ran: string[]; readonly code: unknown }> {
  const ran: string[] = [];
  const stop = recordStatements((sql, rows) => ran.push(`${rows} × ${sql}`));
  const { code } = await client.ask(frame);
  await client.ask({ type: 'ping' });
  stop();
  return { ran, code };
}

// A refusal that took longer for a room that exists would tell that it does. Durations cannot be tested, but work can be counted.
test.each(Object.keys(roomRequests))(
  '%s runs the same statements for a private room of others as for none',
  async (type) => {
    await using here = await startHere();
    const { url } = here.server;
    const [{ client: ada }, { client: bob }] = [
      await RawClient.signedUp(url, 'ada'),
      await RawClient.signedUp(url, 'bob'),
    ];
    await RawClient.signedUp(url, 'cyd');
    const there = idOf(await ada.ask({ type: 'room.create', kind: 'private', name: 'hiring', topic: 'secret' }));
    await ada.say(there, 'hello', 'a1');
    const direct = idOf(await ada.ask({ type: 'direct.open', user: 'cyd' }));
    const never = (letter: string) => `r${letter.repeat(there.length - 1)}`;
    const ask = (room: string) => statementsOf(bob, { type, ...roomRequests[type]?.(room) });
    // What happens only once per connection is over.
    await ask(never('y'));
    const expected = await ask(never('z'));
    expect(expected.ran.length).toBeGreaterThan(0);
    expect(await ask(there)).toEqual(expected);
    expect(await ask(direct)).toEqual(expected);
  },
);
