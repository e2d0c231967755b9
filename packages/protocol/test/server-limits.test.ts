import { expect, test } from 'vitest';
import { decodeServerFrame, limits, PROTOCOL_VERSION } from '../src/index.ts';

const message = (seq: number, text = 'x') => ({
  type: 'message',
  room: 'general',
  seq,
  n: 1,
  id: `m${seq}`,
  author: 'ada',
  at: 1,
  body: { kind: 'text', text },
});
const list = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const summary = (i: number) => ({
  id: `r${i}`,
  kind: 'public',
  history: 'shared',
  name: `r${i}`,
  topic: '',
  owners: [],
  head: 0,
  members: 1,
  messages: 0,
  joined: true,
});
const session = (i: number) => ({ id: `s${i}`, device: 'x', createdMs: 1, lastSeenMs: 1, current: false });
const welcome = (more: object) => ({
  type: 'welcome',
  re: '1',
  version: PROTOCOL_VERSION,
  server: { name: 's', version: '0' },
  generation: 'g',
  signup: 'open',
  passwordMin: 12,
  heartbeatMs: 20_000,
  nowMs: 1,
  ...more,
});

/** The maximum number of some items in a frame, and a frame with a given number. */
const counted: Readonly<Record<string, [most: number, frame: (count: number) => object]>> = {
  'characters of a message': [limits.text, (n) => ({ type: 'event', event: message(1, 'x'.repeat(n)) })],
  'lines of a message': [limits.lines, (n) => ({ type: 'event', event: message(1, list(n, () => 'x').join('\n')) })],
  'characters of a topic': [
    limits.topic,
    (n) => ({ type: 'room', re: '1', room: { ...summary(1), topic: 'x'.repeat(n) } }),
  ],
  'characters of the topic a room was made with': [
    limits.topic,
    (n) => ({ type: 'event', event: { ...message(1), type: 'room-created', topic: 'x'.repeat(n) } }),
  ],
  'owners of a room': [
    limits.ownersPerRoom,
    (n) => ({ type: 'room', re: '1', room: { ...summary(1), owners: list(n, (i) => `user${i}`) } }),
  ],
  'characters of a user name': [
    limits.userName,
    (n) => ({ type: 'typing', room: 'general', user: 'x'.repeat(n), on: true }),
  ],
  'characters of a room name': [
    limits.roomName,
    (n) => ({ type: 'typing', room: 'x'.repeat(n), user: 'ada', on: true }),
  ],
  'characters of a device': [
    64,
    (n) => ({ type: 'sessions', re: '1', sessions: [{ ...session(1), device: 'x'.repeat(n) }] }),
  ],
  'characters of an address': [
    64,
    (n) => ({ type: 'sessions', re: '1', sessions: [{ ...session(1), address: 'x'.repeat(n) }] }),
  ],
  'events of a page': [
    limits.page,
    (n) => ({ type: 'page', re: '1', room: 'general', asOf: 1, events: list(n, message), more: false }),
  ],
  'events of a catch-up frame': [
    limits.syncPage,
    (n) => ({ type: 'events', room: 'general', after: 0, head: n, events: list(n, (i) => message(i + 1)) }),
  ],
  'messages found': [
    limits.found,
    (n) => ({ type: 'found', re: '1', room: 'general', events: list(n, message), more: false }),
  ],
  'rooms of a user': [
    limits.followedRooms,
    (n) => ({ type: 'synced', re: '1', invitations: [], rooms: list(n, (i) => ({ ...summary(i), online: [] })) }),
  ],
  'people online in a room': [
    limits.presenceMembers,
    (n) => ({
      type: 'synced',
      re: '1',
      invitations: [],
      rooms: [{ ...summary(1), online: list(n, (i) => `user${i}`) }],
    }),
  ],
  'rooms listed': [limits.listPage, (n) => ({ type: 'rooms', re: '1', rooms: list(n, summary), more: false })],
  'members listed': [
    limits.listPage,
    (n) => ({
      type: 'members',
      re: '1',
      room: 'general',
      members: list(n, (i) => ({ user: `user${i}`, role: 'member', online: true })),
      more: false,
    }),
  ],
  'rooms joined by an invite': [
    limits.roomsPerInvite,
    (n) => ({ type: 'signed-in', re: '1', user: 'ada', session: 's', rooms: list(n, summary) }),
  ],
  'rooms of an invite that were missed': [
    limits.roomsPerInvite,
    (n) => ({
      type: 'signed-in',
      re: '1',
      user: 'ada',
      session: 's',
      missed: list(n, () => ({ code: 'archived', message: 'It is archived.' })),
    }),
  ],
  'invitations of a user': [
    limits.invitationsPerUser,
    (n) => ({
      type: 'invitations',
      re: '1',
      invitations: list(n, (i) => ({ room: `r${i}`, kind: 'private', members: 1, by: 'ada', at: 1 })),
    }),
  ],
  'invitations to a room': [
    limits.invitationsPerRoom,
    (n) => ({
      type: 'room-invitations',
      re: '1',
      room: 'general',
      invitations: list(n, (i) => ({ user: `user${i}`, by: 'ada', at: 1 })),
      links: 0,
    }),
  ],
  sessions: [limits.sessionsPerUser, (n) => ({ type: 'sessions', re: '1', sessions: list(n, session) })],
  'milliseconds between heartbeats': [600_000, (n) => welcome({ heartbeatMs: n })],
  'characters that a password must have': [limits.passwordBytes, (n) => welcome({ passwordMin: n })],
};

test.each(Object.entries(counted))('a server frame with the most %s is read, one with more is refused', (_, entry) => {
  const [most, frame] = entry;
  expect(decodeServerFrame(JSON.stringify(frame(most)))).toMatchObject({ ok: true });
  expect(decodeServerFrame(JSON.stringify(frame(most + 1)))).toMatchObject({ ok: false, error: { code: 'bad_frame' } });
});

test('a heartbeat of zero, a negative number of members and a version that was not offered are refused', () => {
  const room = { type: 'room', re: '1', room: { ...summary(1), members: -1 } };
  for (const frame of [welcome({ heartbeatMs: 0 }), welcome({ heartbeatMs: -1 }), welcome({ version: 99 }), room]) {
    expect(decodeServerFrame(JSON.stringify(frame))).toMatchObject({ ok: false, error: { code: 'bad_frame' } });
  }
});

test('a text larger than any frame is refused before it is parsed', () => {
  const text = ' '.repeat(limits.serverFrameBytes);
  expect(decodeServerFrame(text)).toMatchObject({ error: { detail: 'not a JSON object' } });
  expect(decodeServerFrame(`${text} `)).toMatchObject({ error: { detail: 'frame too large' } });
});

test('a refusal names the wrong field, and the request that the frame answers', () => {
  const frame = {
    type: 'page',
    re: 'q7',
    room: 'general',
    asOf: 1,
    events: list(limits.page + 1, message),
    more: false,
  };
  expect(decodeServerFrame(JSON.stringify(frame))).toMatchObject({
    error: { re: 'q7', detail: expect.stringMatching(/^page\.events: /) },
  });
});
