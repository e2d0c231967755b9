import { limits, type RoomId, type UserId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { expect, test } from 'vitest';
import type { ChatClient, Notice } from './api.ts';
import { createChatClient } from './chat-client.ts';
import { clientOf } from './testing/client-of.ts';
import { describedAs } from './testing/description.ts';
import { FakeServer } from './testing/fake-server.ts';

const general = 'general' as RoomId;
const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

async function online() {
  const server = new FakeServer();
  const clock = new FakeClock();
  const client = clientOf(server, clock);
  const notices: Notice[] = [];
  client.listen((notice) => notices.push(notice));
  await client.connect();
  await client.synced();
  return { server, clock, client, notices };
}

const event = (seq: number, more: object = {}) => ({
  ...{ type: 'message', room: 'general', seq, n: 1, id: `x${seq}`, author: 'bob', at: 1 },
  body: { kind: 'text', text: 'x' },
  ...more,
});
const events = (...all: object[]) => ({ events: all, room: 'general' });

/** Unsolicited frames that no server may send. */
const unasked: Readonly<Record<string, object | string>> = {
  'no JSON': '{"type":',
  'JSON nested too deeply': `{"type":"pong","re":${'['.repeat(50)}${']'.repeat(50)}}`,
  'a message beyond the limit': {
    type: 'event',
    event: event(1, { body: { kind: 'text', text: 'x'.repeat(20_001) } }),
  },
  'an event without a room': { type: 'event', event: event(1, { room: undefined }) },
  'a run with a gap': { type: 'events', after: 0, head: 3, jump: 'new', ...events(event(1), event(3)) },
  'a run that begins elsewhere': { type: 'events', after: 0, head: 9, jump: 'new', ...events(event(5)) },
  'a run out of order': { type: 'events', after: 0, head: 2, jump: 'new', ...events(event(2), event(1)) },
  'a run of another room': { type: 'events', after: 0, head: 1, jump: 'new', ...events(event(1, { room: 'secret' })) },
  'a run above the head': { type: 'events', after: 4, head: 4, jump: 'new', ...events(event(5)) },
};

test.each(Object.entries(unasked))('%s ends the connection for good, with a reason', async (_, frame) => {
  const { server, clock, client, notices } = await online();
  server.pushText(typeof frame === 'string' ? frame : JSON.stringify(frame));
  await settle();
  expect(client.getSnapshot().link).toMatchObject({
    status: 'refused',
    message: expect.stringMatching(/^Disconnected: .+\.$/),
  });
  expect(notices).toContainEqual(
    expect.objectContaining({ kind: 'link', dial: expect.objectContaining({ kind: 'invalid-frame' }) }),
  );
  const sent = server.seen.length;
  clock.advance(10 * 60_000);
  await settle();
  expect(server.seen).toHaveLength(sent);
  expect(server.closedWith).toBe(4000);
  await client.close();
  expect(clock.waiting).toBe(0);
});

test('a frame of an unknown type, from a newer server, is ignored', async () => {
  const { server, client } = await online();
  server.pushText('{"type":"dance","room":"general"}');
  server.pushText('{"type":"dance","re":"r999"}');
  await settle();
  expect(client.getSnapshot().link.status).toBe('online');
  await client.close();
});

type Asked = readonly [asks: (client: ChatClient) => Promise<unknown>, frame: string, answer: object];
const history = (client: ChatClient) => client.history({ room: general, before: 10, limit: 3 });
const search = (client: ChatClient) => client.search(general, 'x');
const mentions = (client: ChatClient) => client.mentions({ before: { room: general, seq: 10 }, limit: 3 });
const historyAfter = (client: ChatClient) => client.history({ room: general, after: 5, limit: 3 });
const log = (client: ChatClient) => client.log({ room: general, before: 10, limit: 3 });
const page = (...all: object[]) => ({ type: 'page', asOf: 9, more: false, ...events(...all) });
const logPage = (...all: object[]) => ({ type: 'log-page', more: false, ...events(...all) });
const found = (...all: object[]) => ({ type: 'found', more: false, ...events(...all) });
const named = (...all: object[]) => ({ type: 'mentions', ...events(...all) });
const many = Array.from({ length: limits.found }, (_, i) => event(100 - i));

/** Replies that do not match the request. */
const answers: Readonly<Record<string, Asked>> = {
  'a page of another room': [history, 'history', { ...page(), room: 'secret' }],
  'a page with an event of another room': [history, 'history', page(event(1, { room: 'secret' }))],
  'a page out of order': [history, 'history', page(event(3), event(2))],
  'a page with an event twice': [history, 'history', page(event(3), event(3))],
  'a page above the range': [history, 'history', page(event(9), event(10))],
  'a page of too many': [history, 'history', page(event(1), event(2), event(3), event(4))],
  'a page below the range': [historyAfter, 'history', page(event(5), event(6))],
  'a page that continues where it has been': [history, 'history', { ...page(event(4)), more: true, next: 5 }],
  'an empty page that continues where it began': [history, 'history', { ...page(), more: true, next: 10 }],
  'a page that continues below where it has been': [
    historyAfter,
    'history',
    { ...page(event(6)), more: true, next: 5 },
  ],
  'a page that does not say where it continues': [history, 'history', { ...page(event(4)), more: true }],
  'a page with the state of another message': [
    history,
    'history',
    { ...page(event(4)), changed: [{ seq: 5, rev: 7, edited: 1 }] },
  ],
  'a page of a log out of order': [log, 'log', logPage(event(3), event(2))],
  'a page of a log of another room': [log, 'log', { ...logPage(), room: 'secret' }],
  'a search of another room': [search, 'search', { ...found(), room: 'secret' }],
  'a search with a message of another room': [search, 'search', found(event(1, { room: 'secret' }))],
  'a search that goes up': [search, 'search', found(event(1), event(2))],
  'a search that continues where it has been': [search, 'search', { ...found(event(4)), more: true, next: 5 }],
  'a search that returns other events': [search, 'search', found(event(1, { type: 'member-joined', body: undefined }))],
  'a search that returns too many': [search, 'search', found(...many, event(1))],
  'mentions out of order': [mentions, 'mention.list', named(event(3), event(4))],
  'a mention twice': [mentions, 'mention.list', named(event(3), event(3, { room: 'b' }), event(3))],
  'mentions that are no older than asked for': [mentions, 'mention.list', named(event(10))],
  'too many mentions': [mentions, 'mention.list', named(event(4), event(3), event(2), event(1))],
  'mentions that are other events': [
    mentions,
    'mention.list',
    named(event(1, { type: 'member-joined', body: undefined })),
  ],
  'mentions that continue elsewhere': [
    mentions,
    'mention.list',
    { ...named(event(4)), next: { room: 'general', seq: 9 } },
  ],
  'members of another room': [
    (client) => client.members(general),
    'room.members',
    { type: 'members', room: 'b', members: [], more: false },
  ],
  'members out of order': [
    (client) => client.members(general),
    'room.members',
    {
      type: 'members',
      room: 'general',
      members: ['bob', 'ada'].map((user) => ({ user, role: 'member', online: true })),
      more: false,
    },
  ],
  'another room than the one created': [
    (client) => client.createRoom({ name: 'Cats' }),
    'room.create',
    { type: 'room', room: { id: 'dogs', ...describedAs('dogs'), head: 0, joined: true } },
  ],
  'a reply of another type': [history, 'history', { type: 'done' }],
  'a reply of an unknown type': [history, 'history', { type: 'dance' }],
  'a malformed reply': [history, 'history', { type: 'page', room: 'general', events: 7, more: 'no' }],
  'an answer to another message': [
    (client) => client.say(general, 'hello'),
    'message.send',
    { type: 'ack', room: general, seq: 9, clientId: 'foreign', at: 1 },
  ],
};

test.each(Object.entries(answers))('%s is not accepted: the request fails at once', async (_, asked) => {
  const [ask, type, answer] = asked;
  const { server, client } = await online();
  server.answers = { [type]: answer };
  const answered = await ask(client);
  expect(answered).toMatchObject({ ok: false, error: { kind: 'offline', dial: { kind: 'invalid-frame' } } });
  expect(client.getSnapshot().link.status).toBe('refused');
  await client.close();
});

test('pages that differ from those only in what is wrong are accepted', async () => {
  const { server, client } = await online();
  const changed = [{ seq: 4, rev: 7, edited: 1 }];
  const right: readonly Asked[] = [
    [history, 'history', { ...page(event(3), event(4)), changed, more: true, next: 3 }],
    [history, 'history', { ...page(), more: true, next: 9 }],
    [historyAfter, 'history', { ...page(event(6)), more: true, next: 6 }],
    [log, 'log', logPage(event(2), event(3))],
    [search, 'search', found(event(5), event(4))],
    [mentions, 'mention.list', { ...named(event(4)), next: { room: 'general', seq: 4 } }],
  ];
  for (const [ask, type, answer] of right) {
    server.answers = { [type]: answer };
    expect(await ask(client)).toMatchObject({ ok: true });
  }
  await client.close();
});

test('matching replies are accepted', async () => {
  const { server, client } = await online();
  for (let i = 0; i < 12; i++) server.happens('bob', `text ${i}`);
  const older = await client.history({ room: general, before: 10, limit: 3 });
  expect(older).toMatchObject({ ok: true, value: { events: [{ seq: 7 }, { seq: 8 }, { seq: 9 }] } });
  expect(await client.search(general, 'text')).toMatchObject({ ok: true });
  expect(await client.mentions({ limit: 3 })).toMatchObject({ ok: true, value: { events: [], next: undefined } });
  expect(await client.createRoom({ name: ' #Cats ' })).toMatchObject({ ok: true });
  await client.close();
});

test('a log-in as another user, or without a token, is not accepted', async () => {
  for (const more of [{ user: 'eve', token: 't' }, { user: 'ada' }]) {
    const server = new FakeServer();
    server.answers = { login: { type: 'signed-in', session: 's1', ...more } };
    const client = createChatClient({
      url: 'wss://fake:1',
      dialer: server,
      clock: new FakeClock(),
      client: { name: 'test', version: '0' },
      device: 'test',
    });
    await client.connect();
    expect(await client.logIn({ user: ' Ada', password: 'x' })).toMatchObject({
      ok: false,
      error: { kind: 'offline' },
    });
    await client.close();
  }
});

test('a catch-up with a duplicate room, or with a room of others, is not accepted', async () => {
  const room = { id: 'general', ...describedAs('general'), head: 0, joined: true, online: [] };
  for (const rooms of [[room, room], [{ ...room, joined: false }]]) {
    const server = new FakeServer();
    server.withhold = true;
    server.answers.sync = { type: 'synced', invitations: [], rooms };
    const client = clientOf(server, new FakeClock());
    await client.connect();
    expect(await client.synced()).toMatchObject({ ok: false });
    expect(client.getSnapshot().rooms).toEqual([]);
    await client.close();
  }
});

test('a server that sends endless gaps is asked for repairs at growing intervals', async () => {
  const { server, clock, client } = await online();
  const syncs = () => server.seen.filter(({ type }) => type === 'sync').length;
  const before = syncs();
  for (let i = 0; i < 2000; i++) {
    server.pushText(JSON.stringify({ type: 'event', event: event(1000 + 2 * i) }));
    await settle();
    clock.advance(50);
  }
  // 100 s: at once, then after 250 ms, 500 ms and so on.
  expect(syncs() - before).toBeGreaterThan(5);
  expect(syncs() - before).toBeLessThan(15);
  await client.close();
  expect(clock.waiting).toBe(0);
});

test('a room that restarts repeatedly causes no requests', async () => {
  const { server, client } = await online();
  const sent = server.seen.length;
  for (let i = 0; i < 100; i++) {
    server.pushText(JSON.stringify({ type: 'events', after: 0, head: 1, jump: 'restored', ...events(event(1)) }));
    await settle();
  }
  expect(server.seen).toHaveLength(sent);
  await client.close();
});

test('rooms beyond twice the maximum per user are not accepted', async () => {
  const { server, client } = await online();
  for (let i = 0; i <= 2 * limits.followedRooms; i++) {
    const room = `room${i}`;
    const run = { type: 'events', room, after: 0, head: 1, jump: 'new', events: [event(1, { room })] };
    server.pushText(JSON.stringify(run));
  }
  await settle();
  expect(client.getSnapshot().rooms.length).toBeLessThanOrEqual(2 * limits.followedRooms);
  expect(client.getSnapshot().link).toMatchObject({
    status: 'refused',
    message: expect.stringContaining('more rooms'),
  });
  await client.close();
});

test('typing notices use a bounded number of timers', async () => {
  const { server, clock, client } = await online();
  server.happens('bob', 'x');
  for (let i = 0; i < 5000; i++) server.push({ type: 'typing', room: general, user: `user${i}` as UserId, on: true });
  expect(clock.waiting).toBeLessThan(600);
  clock.advance(10_000);
  expect(client.getSnapshot().byRoom[general]?.typing).toEqual([]);
  await client.close();
});
