import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draft, good, newSession, room, user } from '../../contracts/store.contract.ts';
import { tortureVariable } from '../../testing/torture-options.ts';
import { startWriter, type Writer } from './writer.ts';

let folder = '';
let writer: Writer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'securechat-'));
  writer = good(await startWriter(join(folder, 'securechat.db')));
  const session = newSession('one');
  await writer.write('createAccount', {
    user: user('ada'),
    passwordHash: 'h',
    session,
    room: room('general'),
    atMs: 1,
  });
});
afterEach(async () => {
  await writer.close();
  await rm(folder, { recursive: true });
});

test('D4: all that waits goes into one transaction', async () => {
  const before = writer.commits;
  const appends = Array.from({ length: 500 }, (_, i) => writer.write('append', draft('ada', `m${i}`, `text ${i}`)));
  const seqs = (await Promise.all(appends)).map((result) => good(result).event.seq);
  expect(seqs).toEqual(Array.from({ length: 500 }, (_, i) => i + 3));
  expect(writer.commits - before).toBeLessThanOrEqual(3);
});

test('a refusal or a fault inside a batch undoes its own step and no other', async () => {
  const [first, refused, faulty, last] = await Promise.allSettled([
    writer.write('append', draft('ada', 'one', 'first')),
    writer.write('append', draft('bob', 'one', 'not a member')),
    // Its token is taken: the account before it in the same step must go as well.
    writer.write('createAccount', {
      user: user('eve'),
      passwordHash: 'h',
      session: newSession('one'),
      room: room('general'),
      atMs: 1,
    }),
    writer.write('append', draft('ada', 'two', 'last')),
  ]);
  expect(first).toMatchObject({ value: { value: { event: { seq: 3 } } } });
  expect(refused).toMatchObject({ value: { ok: false, error: 'not_a_member' } });
  expect(faulty).toMatchObject({ status: 'rejected' });
  expect(last).toMatchObject({ value: { value: { event: { seq: 4 } } } });
  const eve = await writer.write('createAccount', {
    user: user('eve'),
    passwordHash: 'h',
    session: newSession('two'),
    room: room('general'),
    atMs: 1,
  });
  expect(good(eve)).toMatchObject([{ type: 'joined', seq: 5 }]);
});

test('what waits behind a batch that the disk did not take is refused with it, so that nothing overtakes', async () => {
  await writer.close();
  process.env[tortureVariable] = JSON.stringify({ failEvery: 10, hook: 'none', mutation: 'none' });
  const program = new URL('../../testing/torture-writer-thread.ts', import.meta.url);
  writer = good(await startWriter(join(folder, 'securechat.db'), program));
  delete process.env[tortureVariable];
  const say = (n: number) => writer.write('append', draft('ada', `m${n}`, `text ${n}`)).then(good);
  const first = Array.from({ length: 9 }, (_, n) => say(n));
  // The first of these goes at once, the rest while it is under way: its failure is theirs.
  await Promise.all(first);
  const failing = [say(9), say(10), say(11)].map((saying) => saying.catch((thrown: { code: string }) => thrown.code));
  expect(await Promise.all(failing)).toEqual(['storage_failed', 'storage_failed', 'storage_failed']);
  expect((await say(9)).event.seq).toBe(12);
});
