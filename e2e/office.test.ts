import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { clientOf } from './support/member.ts';
import { startServer } from './support/server.ts';
import { serverBin, temporaryFolder } from './support/tools.ts';

/** More than the number of guests allowed, and more than the hashing queue holds. */
const people = 80;

test('an office of 80 behind one address signs up by one invite, and logs in at nine o’clock, within the default limits', async () => {
  using folder = temporaryFolder();
  await using server = await startServer(folder.path, { args: ['--signup', 'invite', '--bcrypt-cost', '10'] });
  const invite = spawnSync(
    process.execPath,
    [serverBin, 'invite', '--uses', String(people), '--data', folder.in('data')],
    {
      encoding: 'utf8',
    },
  );
  const code = /invite=([\w-]+)/.exec(invite.stdout)?.[1] ?? '';
  const names = Array.from({ length: people }, (_, i) => `user-${i}`);
  const password = 'a long enough passphrase';
  const atOnce = async (how: 'signUp' | 'logIn') =>
    await Promise.all(
      names.map(async (user) => {
        const client = clientOf(server, { follow: false });
        await client.connect();
        const ask = { user, password };
        for (;;) {
          const done = how === 'signUp' ? await client.signUp({ ...ask, invite: code }) : await client.logIn(ask);
          // Hashing takes time; a user who is told to retry later does so.
          if (!done.ok && done.error.kind === 'refused' && done.error.refusal.code === 'busy') {
            await new Promise((resume) => setTimeout(resume, 1000));
            continue;
          }
          await client.close();
          return done.ok ? 'ok' : JSON.stringify(done.error);
        }
      }),
    );
  expect(new Set(await atOnce('signUp'))).toEqual(new Set(['ok']));
  expect(new Set(await atOnce('logIn'))).toEqual(new Set(['ok']));
});
