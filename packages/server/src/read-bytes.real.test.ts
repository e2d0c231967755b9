import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@securechat/protocol/limits';
import type { RoomEvent } from '@securechat/protocol/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countReads } from './adapters/sqlite/testing/count-reads.ts';
import { openInOneThread } from './adapters/sqlite/testing/one-thread-store.ts';
import { createApp } from './app/app.ts';
import { draft, room, sessionOf, signUp, user } from './contracts/store.contract.ts';
import type { Store } from './ports/store.ts';
import { testContext } from './testing/context.ts';

let folder = '';
let store: Store;
/** Bytes of all messages that the driver has returned. */
let read = 0;
let uncount = (): void => {};

const longest = (i: number): string => `needle ${i} ${'京'.repeat(limits.text - 20)}`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
  store = openInOneThread(join(folder, 'a.db'), join(folder, 'a.search')).store;
  await signUp(store, 'ada');
  for (let i = 0; i < 60; i++) await store.append(draft('ada', `m${i}`, longest(i)));
  // The first search indexes all messages.
  await store.search({ room: room('general'), words: 'nothing', from: 1, before: 99, limit: { events: 1, bytes: 1 } });
  uncount = countReads((bytes) => {
    read += bytes;
  });
  read = 0;
});
afterEach(async () => {
  uncount();
  await store.close();
  rmSync(folder, { recursive: true });
});

const ada = { user: user('ada'), session: sessionOf('ada') };
const bytesOf = (events: readonly RoomEvent[]): number =>
  events.reduce(
    (sum, event) => sum + (event.type === 'message' ? Buffer.byteLength(JSON.stringify(event.body)) : 0),
    0,
  );
/** One message more than is sent shows that there are more. */
const onePast = Buffer.byteLength(longest(99)) + 100;

test('a page of history reads what it sends plus one message', async () => {
  const app = createApp(testContext({ store }));
  for (const range of [{}, { before: 40 }, { after: 0 }, { after: 20 }, { after: 20, before: 50 }]) {
    read = 0;
    const page = await app.readHistory(ada, { room: room('general'), limit: limits.page, ...range });
    const events = page.ok ? page.value.events : [];
    expect(page).toMatchObject({ ok: true, value: { next: expect.any(Number) } });
    expect(bytesOf(events)).toBeGreaterThan(0);
    expect(read, JSON.stringify(range)).toBeLessThanOrEqual(bytesOf(events) + onePast);
  }
  app.stop();
});

test('a search reads what it sends plus one message', async () => {
  const app = createApp(testContext({ store }));
  const page = await app.searchRoom(ada, { room: room('general'), words: 'needle', limit: limits.found });
  const events = page.ok ? page.value.events : [];
  expect(page).toMatchObject({ ok: true, value: { next: expect.any(Number) } });
  expect(read).toBeLessThanOrEqual(bytesOf(events) + onePast);
  app.stop();
});

test('a catch-up reads what it sends plus one message per batch', async () => {
  const app = createApp(testContext({ store }));
  let sent = 0;
  let runs = 0;
  const following = app.follow(ada, {
    onBatch: ({ events }) => {
      sent += bytesOf(events);
      runs++;
    },
    ready: async () => {},
    onLive: () => {},
    onEphemeral: () => {},
    onState: () => {},
    onFailure: () => {},
  });
  for (const cursors of [new Map(), new Map([[room('general'), { seq: 5 }]])]) {
    await following.start({ cursors, sameHistory: true, recent: limits.page });
  }
  expect(runs).toBeGreaterThan(10);
  expect(read).toBeLessThanOrEqual(sent + runs * onePast);
  following.stop(true);
  app.stop();
});
