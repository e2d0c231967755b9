import type { Random } from '../torture/random.ts';
import { floods } from './floods.ts';
import { mutated } from './mutate.ts';
import type { Attack } from './server.ts';
import { transports } from './transports.ts';
import { unsolicited } from './unsolicited.ts';
import { type Asked, message, messages, rooms, summary } from './usual.ts';

/** How much a flood sends: little in a short run, enough to fill a machine in a long one. */
export type Volume = { readonly bytes: number; readonly frames: number };
type Make = (random: Random, volume: Volume) => Omit<Attack, 'name'> & { readonly what: string };

const requests = [
  ...['hello', 'resume', 'sync', 'history', 'search', 'message.send', 'room.list', 'room.members', 'room.find'],
  ...['room.join', 'session.list', 'ping', 'login', 'signup', 'logout'],
] as const;
type RequestName = string;

/** The requests of a client; likely ones are repeated, so that they are picked more often. */
function someRequest(random: Random): RequestName {
  return random.next() < 0.6
    ? random.pick(['hello', 'resume', 'sync', 'history', 'message.send'])
    : random.pick(requests as never);
}

const answerTo =
  (type: RequestName, make: (asked: Asked, usual: readonly object[]) => readonly (object | string)[]) =>
  (asked: Asked, usual: readonly object[]) =>
    asked.type === type ? make(asked, usual) : undefined;

const never: Make = (random) => {
  const type = someRequest(random);
  return { what: type, answer: answerTo(type, () => []) };
};

const refuse: Make = (random) => {
  const type = someRequest(random);
  const code = random.pick([
    ...['slow_down', 'busy', 'going_down', 'internal', 'storage_failed', 'session_expired', 'not_signed_in'],
    ...['wrong_credentials', 'unsupported_version', 'bad_frame', 'not_a_member', 'new_code', 'id_reused'],
  ] as never);
  const retryAfterMs = random.pick([undefined, 0, 1, 250, 1e15]);
  const message_ = random.pick(['no', '\u001b[31mno\u001b[0m', 'x'.repeat(500), '']);
  return {
    what: `${type} ${code} ${retryAfterMs}`,
    answer: answerTo(type, ({ id }) => [{ type: 'error', re: id, code, message: message_, retryAfterMs }]),
  };
};

const mutate: Make = (random) => {
  const type = someRequest(random);
  return {
    what: type,
    answer: answerTo(type, (_, usual) => usual.map((frame) => (random.next() < 0.7 ? mutated(random, frame) : frame))),
  };
};

const otherAnswer: Make = (random) => {
  const type = random.pick([
    'history',
    'search',
    'sync',
    'message.send',
    'resume',
    'hello',
    'room.members',
    'room.find',
    'room.join',
  ]);
  const how = random.pick([
    'other room',
    'other type',
    'too many',
    'out of order',
    'twice',
    'other id',
    'no JSON',
    'huge',
  ]);
  const change = (frame: Record<string, unknown>): (object | string)[] => {
    const events = Array.isArray(frame.events) ? (frame.events as object[]) : [];
    switch (how) {
      case 'other room':
        return [{ ...frame, room: 'secret', events: messages('secret', 1, 5) }];
      case 'other type':
        return [{ type: random.pick(['done', 'pong', 'dance', 'page', 'synced']), re: frame.re }];
      case 'too many':
        return [
          {
            ...frame,
            events: messages(rooms[0], 1, 5000),
            rooms: Array.from({ length: 4000 }, (_, i) => summary(`r${i}`, { online: [] })),
          },
        ];
      case 'out of order':
        return [{ ...frame, events: [...events].reverse() }];
      case 'twice':
        return [frame, frame, frame];
      case 'other id':
        return [{ ...frame, re: 'r999999', clientId: 'foreign' }, frame];
      case 'no JSON':
        return [random.pick(['', '{', 'null', '[]', '"x"', '{"type":', '\u0000', '['.repeat(100_000)])];
      default:
        return [`{"type":"${String(frame.type)}","re":"${String(frame.re)}","x":"${'x'.repeat(6_000_000)}"}`];
    }
  };
  return {
    what: `${type} ${how}`,
    answer: answerTo(type, (_, usual) => usual.flatMap((frame) => change(frame as Record<string, unknown>))),
  };
};

const sequence: Make = (random) => {
  const how = random.pick(['gap', 'replay', 'back', 'far', 'other room', 'same seq']);
  const room = rooms[0];
  const seqs = {
    gap: [125, 127],
    replay: [120, 119, 118],
    back: [1, 2, 3],
    far: [2 ** 53 - 1],
    'same seq': [121, 121],
  };
  const count = random.whole(1, 300);
  const frames = Array.from({ length: count }, () =>
    how === 'other room'
      ? [{ type: 'event', event: message('secret', 7) }]
      : seqs[how].map((seq) => ({ type: 'event', event: message(room, seq) })),
  ).flat();
  return { what: `${how} × ${count}`, unasked: async ({ send }) => void (await send(...frames)) };
};

const generation: Make = (random) => {
  let made = 0;
  return {
    what: 'another on each connection',
    answer: answerTo('hello', (_, usual) => usual.map((frame) => ({ ...frame, generation: `g${made++}` }))),
    unasked: async ({ ws, send }) => {
      for (let i = random.whole(1, 5); i > 0; i--)
        await send({
          type: 'events',
          room: 'general',
          after: 0,
          head: 3,
          jump: 'restored',
          events: messages('general', 1, 3),
        });
      ws.terminate();
    },
  };
};

const makers: Readonly<Record<string, Make>> = {
  never,
  refuse,
  mutate,
  'other answer': otherAnswer,
  sequence,
  generation,
  ...floods,
  ...unsolicited,
  ...transports,
};

/** All kinds of attack. */
export const kinds: readonly string[] = Object.keys(makers);

/** An attack of this kind, otherwise random. */
export function attackOf(kind: string, random: Random, volume: Volume): Attack {
  const make = makers[kind];
  if (!make) throw new Error(`there is no attack ${kind}; there are: ${kinds.join(', ')}`);
  const { what, ...attack } = make(random, volume);
  return { name: `${kind} (${what})`, ...attack };
}
