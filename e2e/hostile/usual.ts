import { PROTOCOL_VERSION } from '@securechat/protocol';

/** A frame of a client. */
export type Asked = { readonly type: string; readonly id?: string } & Readonly<Record<string, unknown>>;

const perRoom = 120;
export const rooms = ['general', 'ops'] as const;

/** A message of a room, as stored. */
export function message(room: string, seq: number, text = `message ${seq} of ${room}`): object {
  return {
    ...{
      type: 'message',
      room,
      seq,
      n: Math.max(1, seq),
      id: `${room}-${seq}`,
      author: seq % 3 === 0 ? 'ada' : 'bob',
      at: 1_700_000_000_000 + seq,
    },
    body: { kind: 'text', text },
  };
}

/** Messages `from` to `upTo` of a room. */
export function messages(room: string, from: number, upTo: number, text?: string): object[] {
  return Array.from({ length: Math.max(0, upTo - from + 1) }, (_, i) => message(room, from + i, text));
}

/** What describes a room whose id is its name. */
export function described(id: string): object {
  return { kind: 'public', name: id, topic: `all about ${id}`, history: 'shared', members: 3, messages: perRoom };
}

/** A room as its members see it. */
export function summary(id: string, more: object = {}): object {
  return { id, ...described(id), head: perRoom, joined: true, ...more };
}

const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

function page(asked: Asked): object {
  const room = String(asked.room);
  const limit = number(asked.limit, 50);
  const after = number(asked.after, -1);
  const upTo = Math.min(number(asked.before, perRoom + 1) - 1, perRoom);
  const from = after >= 0 ? after + 1 : Math.max(1, upTo - limit + 1);
  const end = after >= 0 ? Math.min(upTo, after + limit) : upTo;
  return { type: 'page', room, events: messages(room, from, end), more: after >= 0 ? end < upTo : from > 1 };
}

function synced(): object[] {
  const runs = rooms.map((room) => ({
    ...{ type: 'events', room, after: perRoom - 50, head: perRoom, jump: 'new' },
    header: { ...described(room), asOf: perRoom },
    events: messages(room, perRoom - 49, perRoom),
  }));
  return [
    ...runs,
    { type: 'synced', invitations: [], rooms: rooms.map((id) => summary(id, { online: ['ada', 'bob'] })) },
  ];
}

const answers: Readonly<Record<string, (asked: Asked) => object[]>> = {
  hello: () => [
    {
      ...{
        type: 'welcome',
        version: PROTOCOL_VERSION,
        server: { name: 'hostile', version: '0' },
        generation: 'g1',
        signup: 'open',
      },
      ...{ passwordMin: 12, heartbeatMs: 20_000, nowMs: Date.now() },
    },
  ],
  signup: ({ user }) => [{ type: 'signed-in', user, session: 's1', token: 'sct_hostile' }],
  login: ({ user }) => [{ type: 'signed-in', user, session: 's1', token: 'sct_hostile' }],
  resume: () => [{ type: 'signed-in', user: 'ada', session: 's1' }],
  'session.list': () => [
    { type: 'sessions', sessions: [{ id: 's1', device: 'here', createdMs: 1, lastSeenMs: 1, current: true }] },
  ],
  'room.create': ({ name }) => [{ type: 'room', room: summary(String(name)) }],
  'room.find': ({ name }) => [{ type: 'room', room: summary(String(name)) }],
  'room.join': ({ name }) => [{ type: 'room', room: summary(String(name)) }],
  'room.list': () => [{ type: 'rooms', rooms: rooms.map((id) => summary(id)), more: false }],
  'room.members': ({ room }) => [
    {
      type: 'members',
      room,
      members: ['ada', 'bob', 'cyd'].map((user) => ({ user, online: user !== 'cyd' })),
      more: false,
    },
  ],
  'message.send': ({ room, clientId }) => [{ type: 'ack', room, seq: perRoom + 1, clientId, at: 1_700_000_000_000 }],
  history: (asked) => [page(asked)],
  search: ({ room }) => [{ type: 'found', room, events: messages(String(room), 10, 12).reverse(), more: false }],
  sync: () => synced(),
  ping: () => [{ type: 'pong' }],
};

/** What our server would reply, with the id of the request where it belongs. */
export function usualAnswer(asked: Asked): object[] {
  if (asked.id === undefined) return [];
  const frames = (answers[asked.type] ?? (() => [{ type: 'done' }]))(asked);
  return frames.map((frame, i) => (i === frames.length - 1 ? { ...frame, re: asked.id } : frame));
}
