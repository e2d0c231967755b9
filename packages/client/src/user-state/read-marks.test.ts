import { expect, onTestFinished, test } from 'vitest';
import { clientOf } from '../testing/client-of.ts';
import { FailingUserStateStore } from '../testing/memory-stores.ts';
import { device, general, star, unread } from '../testing/synced-device.ts';

test('a read mark costs at most one frame in three seconds, however many messages are read', async () => {
  const { server, run, online, sets, pass } = device();
  const client = run();
  await online(client);
  await pass(10_000);
  const before = sets().length;
  for (let i = 0; i < 120; i++) {
    server.happens('bob', `text ${i}`);
    client.markRead(general);
    await pass(100);
  }
  expect(sets().length - before).toBe(4);
  await client.flushUserState();
  expect(server.state.entries).toContainEqual(['read', general, { seq: 120, n: 120, epoch: 0 }]);
  expect(unread(client)).toBe(0);
});

test('the first mark after a pause is sent at once, and what waits is sent when the user looks away', async () => {
  const { server, run, online, sets, pass } = device();
  const client = run();
  await online(client);
  await pass(10_000);
  server.happens('bob', 'one');
  client.markRead(general);
  await pass(50);
  expect(sets().at(-1)?.entries).toMatchObject([{ kind: 'read', value: { seq: 1 } }]);
  server.happens('bob', 'two');
  client.markRead(general);
  await pass(1000);
  const waiting = sets().length;
  await client.flushUserState();
  expect(
    sets()
      .slice(waiting)
      .map(({ entries }) => entries),
  ).toMatchObject([[{ value: { seq: 2 } }]]);
});

test('what another device has read is read here, and a mark never falls', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  for (const text of ['one', 'two', 'three']) server.happens('bob', text);
  expect(unread(client)).toBe(3);
  server.keeps({ kind: 'read', key: general, value: { seq: 2, n: 2, epoch: 0 } });
  expect(unread(client)).toBe(1);
  server.keeps({ kind: 'read', key: general, value: { seq: 1, n: 1, epoch: 0 } });
  expect(unread(client)).toBe(1);
  server.keeps({ kind: 'read', key: general, value: { seq: 1, n: 1, epoch: 1 } });
  expect(unread(client)).toBe(2);
});

test('unread is exact beyond what is loaded', async () => {
  const { server, run, online } = device();
  for (let i = 0; i < 300; i++) server.happens('bob', `text ${i}`, false);
  server.state.set([{ kind: 'read', key: general, value: { seq: 12, n: 12, epoch: 0 } }]);
  const client = run();
  await online(client);
  expect([unread(client), client.getSnapshot().byRoom[general]?.timeline.length]).toEqual([288, 50]);
});

test('a device without marks begins with everything read, once for all devices', async () => {
  const { server, run, online } = device();
  for (const text of ['one', 'two']) server.happens('bob', text, false);
  const client = run();
  await online(client);
  expect([unread(client), server.state.entries]).toEqual([0, [['read', general, { seq: 2, n: 2, epoch: 0 }]]]);
  server.happens('bob', 'three', false);
  const other = device();
  const second = clientOf(server, other.clock, { userStateStore: new FailingUserStateStore() });
  onTestFinished(() => second.close());
  await second.connect();
  await second.synced();
  expect(unread(second)).toBe(1);
});

test('a client that only looks sets no marks', async () => {
  const { server, clock } = device();
  for (const text of ['one', 'two']) server.happens('bob', text, false);
  const client = clientOf(server, clock, { userStateStore: new FailingUserStateStore(), setsMarks: false });
  onTestFinished(() => client.close());
  await client.connect();
  await client.synced();
  await client.flushUserState();
  expect([unread(client), server.state.entries]).toEqual([0, []]);
  expect(await client.saveUserState([star('general')])).toMatchObject({ ok: true });
  expect(server.state.entries).toEqual([['star', 'general', true]]);
  server.refuse = { 'state.set': { code: 'state_full' } };
  expect(await client.saveUserState([star('general')])).toMatchObject({ ok: false });
});

test('read positions of an earlier version become marks once', async () => {
  const { server, run, online, userStateStore } = device();
  for (let i = 0; i < 5; i++) server.happens('bob', `text ${i}`, false);
  const former = { kind: 'former-mark', key: general, value: 3, unsent: false };
  userStateStore.save({ owner: undefined, ver: 0, reset: false, entries: [former] });
  const client = run();
  await online(client);
  expect([unread(client), server.state.entries]).toEqual([2, [['read', general, { seq: 3, n: 3, epoch: 0 }]]]);
  client.markRead(general);
  await client.flushUserState();
  await client.close();
  const again = run();
  await online(again);
  expect(unread(again)).toBe(0);
});

test('messages from one on are unread again, until a later one is read', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  for (const text of ['one', 'two', 'three']) server.happens('bob', text);
  client.markRead(general);
  client.markUnread(general, 2);
  expect(unread(client)).toBe(2);
  await client.flushUserState();
  expect(server.state.entries).toContainEqual(['read', general, { seq: 1, n: 1, epoch: 1 }]);
  client.markUnread(general, 3);
  expect(unread(client)).toBe(2);
  client.markRead(general);
  expect(unread(client)).toBe(0);
});
