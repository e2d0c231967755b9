import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { eventually } from '@securechat/testkit';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digest, named } from '../../contracts/store/steps.ts';
import { draft, good, newSession, room, sessionOf, user } from '../../contracts/store.contract.ts';
import { startWriter, type Writer } from './writer.ts';

let folder = '';
let writer: Writer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'securechat-'));
  writer = good(await startWriter(join(folder, 'securechat.db')));
  const session = newSession(sessionOf('ada'));
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

test('D4: all pending steps go into one transaction', async () => {
  const before = writer.commits;
  const appends = Array.from({ length: 500 }, (_, i) => writer.append(draft('ada', `m${i}`, `text ${i}`)));
  const seqs = (await Promise.all(appends)).map((result) => good(result).event.seq);
  expect(seqs).toEqual(Array.from({ length: 500 }, (_, i) => i + 3));
  expect(writer.commits - before).toBeLessThanOrEqual(3);
});

test('a refusal or a fault inside a batch undoes its own step and no other', async () => {
  const [first, refused, faulty, last] = await Promise.allSettled([
    writer.append(draft('ada', 'one', 'first')),
    writer.append(draft('ada', 'not', 'not a member', 'nowhere')),
    // Its token is taken, so the account created before it in the same step must be undone as well.
    writer.write('createAccount', {
      user: user('eve'),
      passwordHash: 'h',
      session: newSession(sessionOf('ada')),
      room: room('general'),
      atMs: 1,
    }),
    writer.append(draft('ada', 'two', 'last')),
  ]);
  expect(first).toMatchObject({ value: { value: { event: { seq: 3 } } } });
  expect(refused).toMatchObject({ value: { ok: false, error: 'no_such_room' } });
  expect(faulty).toMatchObject({ status: 'rejected' });
  expect(last).toMatchObject({ value: { value: { event: { seq: 4 } } } });
  const eve = await writer.write('createAccount', {
    user: user('eve'),
    passwordHash: 'h',
    session: newSession('two'),
    room: room('general'),
    atMs: 1,
  });
  expect(good(eve).events).toMatchObject([{ type: 'member-joined', seq: 5 }]);
});

test('a sign-up that fails at the last room of its invite leaves nothing: no account, no membership, no use of the invite', async () => {
  const ada = { by: user('ada'), session: sessionOf('ada'), atMs: 2 };
  for (const name of ['team', 'den']) {
    const ids = [`${name}-1` as EventId, `${name}-2` as EventId] as const;
    const described = { roomKind: 'public', name: named(name), topic: '', history: 'shared' } as const;
    await writer.write('changeRoom', { kind: 'create', room: room(name), ...described, ...ada, ids, limits });
  }
  const rooms = ['team', 'den'].map((name) => ({ room: room(name), name: named(name) }));
  const invite = { id: 'i', codeHash: digest('code'), atMs: 1, expiresMs: 9, uses: 1, rooms };
  await writer.write('createInvite', invite);
  const db = new Database(join(folder, 'securechat.db'));
  const refuse = "BEGIN SELECT RAISE(ABORT, 'a fault'); END";
  db.exec(`CREATE TRIGGER fault BEFORE INSERT ON memberships WHEN NEW.room = 'den' ${refuse}`);
  const heads = () => db.prepare('SELECT id, head, members FROM rooms ORDER BY id').all();
  const before = heads();
  const signUp = () =>
    writer.write('createAccount', {
      ...{ user: user('eve'), passwordHash: 'h', session: newSession('eve'), room: room('general'), atMs: 3 },
      inviteHash: digest('code'),
    });
  await expect(signUp()).rejects.toThrow('a fault');
  expect(heads()).toEqual(before);
  expect(db.prepare("SELECT 1 FROM accounts WHERE user = 'eve'").all()).toEqual([]);
  db.exec('DROP TRIGGER fault');
  db.close();
  expect(good(await signUp()).events.map((event) => event.room)).toEqual(['general', 'team', 'den']);
});

test('steps queued behind a failed batch are refused with it, so that nothing overtakes', async () => {
  const program = new URL('./testing/failing-writer-thread.ts', import.meta.url);
  const failing = good(await startWriter(join(folder, 'failing.db'), { program }));
  const [ada, general] = [user('ada'), room('general')];
  const session = newSession(sessionOf('ada'));
  await failing.write('createAccount', { user: ada, passwordHash: 'h', session, room: general, atMs: 1 });
  const said = ['the disk fails', 'second', 'third'].map((text, i) => failing.append(draft('ada', `m${i}`, text)));
  const outcomes = await Promise.allSettled(said);
  for (const each of outcomes) expect(each).toMatchObject({ reason: { code: 'storage_failed' } });
  const later = await failing.append(draft('ada', 'm3', 'later'));
  expect(good(later).event.seq).toBe(3);
  await failing.close();
});

test('an unexpected end of the thread refuses pending steps and is reported once; a close is not', async () => {
  const deaths: string[] = [];
  const program = new URL('./testing/dying-writer-thread.ts', import.meta.url);
  const died = (why: string) => void deaths.push(why);
  const dying = good(await startWriter(join(folder, 'dying.db'), { program, died }));
  const said = [0, 1].map((i) => dying.append(draft('ada', `m${i}`, 'text')));
  for (const each of await Promise.allSettled(said)) expect(each).toMatchObject({ reason: { code: 'storage_failed' } });
  await eventually(() => deaths.length > 0);
  await expect(dying.append(draft('ada', 'm2', 'text'))).rejects.toMatchObject({ code: 'storage_failed' });
  expect(deaths).toEqual(['the thread fell over']);
  const closed = good(await startWriter(join(folder, 'closed.db'), { died }));
  await closed.close();
  expect(deaths).toHaveLength(1);
});
