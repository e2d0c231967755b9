import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describedAs, MemoryCache } from '@securechat/client/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { CommandContext } from '../cli-args/command-context.ts';
import { homeAt } from '../config/home.ts';
import { type CommandError, commandError } from '../output/command-error.ts';
import { createOutput } from '../output/output.ts';
import { fakeEnv } from '../testing/fake-env.ts';
import { room, user } from '../testing/values.ts';
import { withScreen } from './connect.ts';

/** How a command ends whose screen ends like this, on a device that has cached a room but has no token. */
async function endOf(screen: ReturnType<typeof commandError>): Promise<CommandError | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'securechat-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { env } = fakeEnv();
  const flags = { home: folder, tokenStore: 'file' } as const;
  const run = { env, flags, out: createOutput(env, flags) } as CommandContext;
  const cache = new MemoryCache();
  cache.begin(user('ada'), 'g1');
  cache.apply({
    room: room('general'),
    begins: true,
    description: describedAs('general'),
    events: [],
    cursor: 0,
    atStart: true,
  });
  // No server is running; the cached room is shown anyway.
  const target = { home: homeAt(folder), url: 'wss://127.0.0.1:1', user: 'ada', isDefault: true };
  const ended = await withScreen(run, target, { cache }, async (client) => {
    expect(client.getSnapshot().rooms).toEqual(['general']);
    return screen;
  });
  return ended.ok ? undefined : ended.error;
}

test('when a screen ends because there is no token, the command ends with the reason for that', async () => {
  expect(await endOf(commandError('not_signed_in', 'The session has ended.'))).toEqual({
    exit: 'not_signed_in',
    message: 'Not logged in at 127.0.0.1:1 as ada. Log in: securechat login ada',
  });
});

test('when a screen without a token ends for another reason, the command ends with that reason', async () => {
  for (const exit of ['terminated', 'hung_up', 'unexpected'] as const) {
    expect(await endOf(commandError(exit, 'The chat was ended.'))).toEqual({ exit, message: 'The chat was ended.' });
  }
});
