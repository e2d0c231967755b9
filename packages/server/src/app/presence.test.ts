import type { RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { expect, test } from 'vitest';
import { createMemoryPresenceStore, type PresenceLeases } from '../adapters/memory-presence-store.ts';
import { signUp } from '../contracts/store.contract.ts';
import { type PresenceStore, presenceLeaseMs } from '../ports/presence-store.ts';
import { testContext } from '../testing/context.ts';
import { Presence } from './presence.ts';

const [ada, bob] = ['ada' as UserId, 'bob' as UserId];
const room = (id: string, members: number) => ({
  id: id as RoomId,
  kind: 'public' as const,
  history: 'shared' as const,
  name: id as RoomName,
  topic: '',
  owners: [],
  head: 1,
  messages: 0,
  members,
  joined: true,
});
const general = room('general', 2);

/** Announcements need no timer, only turns of the microtask queue. */
async function settle() {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

/** One server of several processes: ada and bob are in #general; announcements there are recorded in `announced`. */
async function makeCluster() {
  const context = testContext();
  await signUp(context.store, 'ada');
  await signUp(context.store, 'bob');
  const announced: string[] = [];
  context.bus.subscribe('room:general' as `room:${RoomId}`, (message) => {
    if (message.kind === 'presence') announced.push(`${message.user} ${message.online ? 'online' : 'offline'}`);
  });
  const leases: PresenceLeases = new Set();
  /** `change` replaces methods of its store. */
  const startProcess = (change: (store: PresenceStore) => Partial<PresenceStore> = () => ({})): Presence => {
    const store = createMemoryPresenceStore(context.clock, leases);
    return new Presence({ ...context, presence: { ...store, ...change(store) } });
  };
  const pass = async (ms: number) => {
    context.clock.advance(ms);
    await settle();
  };
  return { ...context, announced, startProcess, pass, graceMs: context.settings.presenceGraceMs };
}

test('a user who comes online is announced in rooms up to the limit, and in no larger one', async () => {
  const context = testContext();
  const announced: string[] = [];
  for (const id of ['small', 'large'] as RoomId[]) {
    context.bus.subscribe(`room:${id}`, (message) => message.kind === 'presence' && announced.push(id));
  }
  const presence = new Presence(context);
  await presence.deviceConnected(ada, [
    room('small', limits.presenceMembers),
    room('large', limits.presenceMembers + 1),
  ]);
  await presence.deviceConnected(bob, [room('large', limits.presenceMembers + 1)]);
  expect(announced).toEqual(['small']);
  expect(await presence.online([bob])).toEqual([bob]);
});

test('a user on two processes is announced once, and goes offline with the last device of both', async () => {
  const { announced, startProcess, pass, graceMs } = await makeCluster();
  const [one, other] = [startProcess(), startProcess()];
  await one.deviceConnected(ada, [general]);
  await other.deviceConnected(ada, [general]);
  one.deviceDisconnected(ada, { forGood: false });
  await pass(graceMs);
  expect(await one.online([ada])).toEqual([ada]);
  expect(announced).toEqual(['ada online']);
  other.deviceDisconnected(ada, { forGood: true });
  await settle();
  expect(announced).toEqual(['ada online', 'ada offline']);
});

test('a user who moves to another process within the grace is not announced', async () => {
  const { announced, startProcess, pass, graceMs } = await makeCluster();
  const [one, other] = [startProcess(), startProcess()];
  await one.deviceConnected(ada, [general]);
  one.deviceDisconnected(ada, { forGood: false });
  await pass(graceMs - 1);
  await other.deviceConnected(ada, [general]);
  await pass(graceMs);
  expect(announced).toEqual(['ada online']);
});

test('the users of a process that stopped go offline at the end of its lease, unless they are connected elsewhere', async () => {
  const { announced, startProcess, pass } = await makeCluster();
  const [one, ...others] = [startProcess(), startProcess(), startProcess()];
  for (const user of [ada, bob]) await one.deviceConnected(user, [general]);
  for (const other of others) await other.deviceConnected('cyd' as UserId, []);
  one.stop();
  await others[0]?.deviceConnected(bob, [general]);
  await pass(presenceLeaseMs - 1);
  expect(announced).toEqual(['ada online', 'bob online']);
  await pass(presenceLeaseMs);
  expect(announced).toEqual(['ada online', 'bob online', 'ada offline']);
});

test('a process renews its lease while it has users', async () => {
  const { announced, clock, startProcess, pass } = await makeCluster();
  const [one, other] = [startProcess(), startProcess()];
  await one.deviceConnected(ada, [general]);
  await other.deviceConnected(bob, [general]);
  await pass(10 * presenceLeaseMs);
  expect(announced).toEqual(['ada online', 'bob online']);
  one.deviceDisconnected(ada, { forGood: true });
  other.deviceDisconnected(bob, { forGood: true });
  await settle();
  expect(announced).toEqual(['ada online', 'bob online', 'ada offline', 'bob offline']);
  expect(clock.waiting).toBe(0);
});

test('the users of a process that was considered dead are announced again when it renews', async () => {
  const { announced, startProcess, pass } = await makeCluster();
  let isStalled = true;
  const stalled = startProcess((store) => ({
    renew: async () => (isStalled ? { online: [], offline: [] } : await store.renew()),
  }));
  await stalled.deviceConnected(ada, [general]);
  await startProcess().deviceConnected(bob, [general]);
  await pass(2 * presenceLeaseMs);
  expect(announced).toEqual(['ada online', 'bob online', 'ada offline']);
  isStalled = false;
  await pass(presenceLeaseMs);
  expect(announced).toEqual(['ada online', 'bob online', 'ada offline', 'ada online']);
});

test('a user who reconnects before the end of its old lease is announced is not announced as offline', async () => {
  const { announced, startProcess, pass } = await makeCluster();
  const { promise: held, resolve: go } = Promise.withResolvers<void>();
  const one = startProcess();
  const other = startProcess((store) => ({
    renew: async () => {
      const changes = await store.renew();
      if (changes.offline.length > 0) await held;
      return changes;
    },
  }));
  await one.deviceConnected(ada, [general]);
  await other.deviceConnected(bob, [general]);
  one.stop();
  await pass(2 * presenceLeaseMs);
  await other.deviceConnected(ada, [general]);
  go();
  await settle();
  expect(announced).toEqual(['ada online', 'bob online', 'ada online']);
});
