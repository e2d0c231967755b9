import type { ClientFrameOf, EventId, RoomId, StateEntry } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { unreadCount } from '../chat/unread.ts';
import { clientOf } from '../testing/client-of.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { FailingUserStateStore, MemoryCache } from '../testing/memory-stores.ts';

const general = 'general' as RoomId;
const star = (key: string): StateEntry => ({ kind: 'star', key: key as RoomId, value: true });
const draft = (text: string): StateEntry => ({ kind: 'draft', key: general, value: { text } });
const without = ({ kind, key }: StateEntry): StateEntry => ({ kind, key, value: null }) as StateEntry;
const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** A server, and clients of one device: each `run` is a run of the program. */
function device() {
  const server = new FakeServer();
  const clock = new FakeClock();
  const [userStateStore, cache] = [new FailingUserStateStore(), new MemoryCache()];
  const run = () => {
    const client = clientOf(server, clock, { userStateStore, cache });
    client.startDrafts(new Map());
    onTestFinished(() => client.close());
    return client;
  };
  const online = async (client: ReturnType<typeof run>) => {
    await client.connect();
    await client.synced();
    await settle();
  };
  const sets = () => server.seen.filter((frame): frame is ClientFrameOf<'state.set'> => frame.type === 'state.set');
  const reconnect = async (client: ReturnType<typeof run>) => {
    clock.advance(60_000);
    await settle();
    await client.synced();
    await settle();
  };
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return { server, clock, run, online, sets, reconnect, pass, userStateStore };
}
/** Writes a text, and leaves the room. */
const compose = (client: ReturnType<ReturnType<typeof device>['run']>, text: string) => {
  client.writeDraft(general, text);
  client.saveDraft(general);
};
const stars = (client: ReturnType<ReturnType<typeof device>['run']>) => [...client.getSnapshot().userState.star.keys()];
const unread = (client: ReturnType<ReturnType<typeof device>['run']>) => {
  const { byRoom, me } = client.getSnapshot();
  const room = byRoom[general];
  return room && unreadCount(room, me);
};

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

test('changes made offline are sent later, also by the next run, and nothing is sent twice', async () => {
  const { server, run, online, sets, reconnect } = device();
  const first = run();
  await online(first);
  server.cut();
  first.setUserState([star('general')]);
  expect(stars(first)).toEqual(['general']);
  await first.close();
  const second = run();
  expect(stars(second)).toEqual(['general']);
  await online(second);
  const sent = () => sets().flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'star'));
  expect(sent()).toEqual([star('general')]);
  server.cut();
  await reconnect(second);
  expect(sent()).toEqual([star('general')]);
  await second.close();
  const third = run();
  await online(third);
  expect([sent().length, stars(third)]).toEqual([1, ['general']]);
});

test('a change whose answer was lost is not repeated after another device has changed the entry', async () => {
  const { server, run, online, sets, reconnect } = device();
  const client = run();
  await online(client);
  server.silent = true;
  client.setUserState([draft('hello')]);
  // The server had stored it, and then another device sent the draft.
  server.state.set([draft('hello')]);
  server.state.set([without(draft(''))]);
  server.cut();
  server.silent = false;
  const before = sets().length;
  await reconnect(client);
  expect(client.getSnapshot().userState.draft.size).toBe(0);
  expect(sets().slice(before)).toEqual([]);
});

test('an unanswered change that the server does not have is sent again', async () => {
  const { server, run, online, reconnect } = device();
  const client = run();
  await online(client);
  server.silent = true;
  client.setUserState([star('general')]);
  server.cut();
  server.silent = false;
  await reconnect(client);
  expect(server.state.entries).toContainEqual(['star', 'general', true]);
});

test('of two changes at once, the one that the server stored last stands', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  server.silent = true;
  client.setUserState([draft('mine')]);
  server.push({ type: 'state', ver: server.state.ver, entries: [draft('theirs')] });
  expect(client.getSnapshot().userState.draft.get(general)?.text).toBe('mine');
  server.silent = false;
  await settle();
  expect(client.getSnapshot().userState.draft.get(general)?.text).toBe('mine');
  server.answers = { 'state.set': { type: 'state-saved', ver: server.state.ver + 1 } };
  server.silent = true;
  client.setUserState([draft('mine again')]);
  server.push({ type: 'state', ver: server.state.ver + 2, entries: [draft('theirs')] });
  server.silent = false;
  await settle();
  expect(client.getSnapshot().userState.draft.get(general)?.text).toBe('theirs');
});

test('a sent message takes its draft with it, here at once and on the server with the message', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  compose(client, 'hello');
  await settle();
  server.silent = true;
  client.writeDraft(general, '');
  void client.say(general, 'hello', 'm1' as EventId);
  expect(client.getSnapshot().userState.draft.size).toBe(0);
  // The next draft waits for the message, which would remove it.
  compose(client, '');
  compose(client, 'next');
  await settle();
  server.silent = false;
  await settle();
  await client.flushUserState();
  expect(server.seen.filter(({ type }) => type === 'message.send')).toMatchObject([{ clientId: 'm1', draft: true }]);
  expect(server.state.entries).toContainEqual(['draft', general, { text: 'next' }]);
  expect(client.getSnapshot().userState.draft.get(general)?.text).toBe('next');
});

test('a message without a draft says nothing about one, and neither does the retry of a refused one', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  await client.say(general, 'hello');
  compose(client, 'bad');
  server.refuse = { 'message.send': { code: 'bad_text' } };
  client.writeDraft(general, '');
  await client.say(general, 'bad', 'm2' as EventId);
  server.refuse = {};
  client.retry('m2' as EventId);
  await settle();
  const sent = server.seen.filter((frame) => frame.type === 'message.send');
  expect(sent.map((frame) => frame.type === 'message.send' && frame.draft)).toEqual([undefined, true, undefined]);
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

test('a whole state replaces what was known, except unsent changes', async () => {
  const { server, run, online } = device();
  const client = run();
  await online(client);
  client.setUserState([star('general'), star('dev')]);
  await settle();
  server.silent = true;
  client.setUserState([star('new')]);
  server.push({ type: 'state', ver: 1, reset: true, entries: [star('dev')] });
  expect(stars(client).sort()).toEqual(['dev', 'new']);
});

test('what belongs to another history of the server is forgotten', async () => {
  const { server, run, online } = device();
  const first = run();
  await online(first);
  first.setUserState([star('general')]);
  await settle();
  await first.close();
  server.generation = 'g2';
  server.state.set([without(star('general'))]);
  const second = run();
  await online(second);
  expect(stars(second)).toEqual([]);
});

test('an entry that this version cannot read is stored for a later one', async () => {
  const { server, run, online, userStateStore } = device();
  const client = run();
  await online(client);
  const odd = { kind: 'of-later', key: 'x', value: { deep: [1, null] } };
  server.keeps(odd, star('general'));
  expect(stars(client)).toEqual(['general']);
  expect(userStateStore.load().entries).toContainEqual({ ...odd, unsent: false });
});

test('a full disk does not stop the sync, and is reported once', async () => {
  const { server, run, online, userStateStore } = device();
  const client = run();
  await online(client);
  const notices: string[] = [];
  client.listen((notice) => notices.push(notice.kind));
  userStateStore.full = true;
  client.setUserState([star('general')]);
  client.setUserState([star('dev')]);
  await settle();
  expect(server.state.entries.filter(([kind]) => kind === 'star')).toHaveLength(2);
  expect(notices.filter((kind) => kind === 'persist-failed')).toHaveLength(1);
});

test('a refusal is reported, and the change is not sent again', async () => {
  const { server, run, online, sets, reconnect } = device();
  const client = run();
  await online(client);
  const messages: string[] = [];
  client.listen((notice) => notice.kind === 'state-refused' && messages.push(notice.message));
  server.refuse = { 'state.set': { code: 'state_full' } };
  client.setUserState([star('general')]);
  await settle();
  expect(messages).toEqual(['refused: state_full']);
  server.refuse = {};
  const before = sets().length;
  server.cut();
  await reconnect(client);
  expect(sets().length).toBe(before);
});
