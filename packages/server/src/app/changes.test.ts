import type { EventId, RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { createMemoryLimiter } from '../adapters/memory-limiter.ts';
import type { Rule } from '../adapters/monotonic-rate-limiter.ts';
import type { Store } from '../ports/store.ts';
import { testContext } from '../testing/context.ts';
import { ChangeSender } from './changes.ts';

const room = 'general' as RoomId;

/** Ada's sender, over a store whose disk can fail. */
async function setUp(rules: readonly Rule[] = []) {
  const store = createMemoryStore();
  const caller = { user: 'ada' as UserId, session: 's' as SessionId };
  const session = { id: caller.session, tokenHash: new Uint8Array(32), device: '', address: '' };
  await store.createAccount({ user: caller.user, passwordHash: '', session, room, atMs: 0 });
  const disk = { works: true };
  const failed = () => Promise.reject(Object.assign(new Error('no space'), { code: 'storage_failed' }));
  const append: Store['append'] = (draft) => (disk.works ? store.append(draft) : failed());
  const base = testContext({ store: { ...store, append } });
  const { clock } = base;
  const budgets = { message: rules, request: [], login: [], loginName: [], password: [], signup: [], connect: [] };
  const context = { ...base, limiter: createMemoryLimiter(budgets, clock) };
  const sender = new ChangeSender(context, caller, { online: async () => [] });
  const ask = (id: string) => ({
    room,
    id: id as EventId,
    change: { type: 'message.send', body: { kind: 'text', text: id } } as const,
  });
  const say = async (id: string) => {
    const admitted = await sender.admit(ask(id));
    if (!admitted.ok) return admitted.error.code;
    const said = await sender.send(admitted.value).catch((thrown: { code: string }) => thrown.code);
    return typeof said === 'string' ? said : said.ok ? said.value.seq : said.error.code;
  };
  return { clock, disk, sender, ask, say };
}

test('a message that could not be stored is not overtaken by a later one', async () => {
  const { disk, say } = await setUp();
  expect(await say('one')).toBe(3);
  disk.works = false;
  expect([await say('two'), await say('three')]).toEqual(['storage_failed', 'storage_failed']);
  disk.works = true;
  expect(await say('three')).toBe('storage_failed');
  expect([await say('two'), await say('three'), await say('four')]).toEqual([4, 5, 6]);
});

test('not even by one admitted before the disk failed', async () => {
  const { disk, sender, ask, say } = await setUp();
  const [two, three] = [await sender.admit(ask('two')), await sender.admit(ask('three'))];
  if (!two.ok || !three.ok) throw new Error('not admitted');
  disk.works = false;
  await expect(sender.send(two.value)).rejects.toThrow('no space');
  disk.works = true;
  expect(await sender.send(three.value)).toMatchObject({ error: { code: 'storage_failed' } });
  expect(await say('two')).toBe(3);
});

test('a message that is never resent holds back others for a limited time', async () => {
  const { clock, disk, say } = await setUp();
  disk.works = false;
  expect(await say('one')).toBe('storage_failed');
  disk.works = true;
  expect(await say('two')).toBe('storage_failed');
  clock.advance(12_000);
  expect(await say('two')).toBe(3);
});

test('a held message is told the real time to wait', async () => {
  const { clock, disk, say, sender, ask } = await setUp();
  disk.works = false;
  expect(await say('one')).toBe('storage_failed');
  disk.works = true;
  const waitMs = async () => {
    const admitted = await sender.admit(ask('two'));
    return admitted.ok ? 0 : admitted.error.retryAfterMs;
  };
  expect(await waitMs()).toBe(1000);
  clock.advance(400);
  expect(await waitMs()).toBe(600);
  // Its author does not resend it: the others are held until that is clear, and retry no earlier.
  clock.advance(600);
  expect(await waitMs()).toBe(10_000);
  clock.advance(10_001);
  expect(await waitMs()).toBe(0);
});

test('a retry of what is stored is acknowledged although others are held, and holds none itself', async () => {
  const { disk, say } = await setUp();
  expect(await say('one')).toBe(3);
  disk.works = false;
  expect(await say('two')).toBe('storage_failed');
  disk.works = true;
  expect([await say('one'), await say('three'), await say('two'), await say('three')]).toEqual([
    3,
    'storage_failed',
    4,
    5,
  ]);
});

test('a retry of what is stored costs nothing, and is acknowledged when nothing is left to spend', async () => {
  const { say } = await setUp([{ points: 2, durationMs: 60_000 }]);
  expect([await say('one'), await say('one'), await say('one'), await say('two')]).toEqual([3, 3, 3, 4]);
  expect([await say('one'), await say('three'), await say('two')]).toEqual([3, 'slow_down', 4]);
});
