import type { Random } from '../torture/random.ts';
import type { Attack, Connection } from './server.ts';
import { described, message, messages, rooms, summary } from './usual.ts';

type Volume = { readonly bytes: number; readonly frames: number };
type Make = (random: Random, volume: Volume) => Omit<Attack, 'name'> & { readonly what: string };

/** Sends frames until this many bytes are sent or the connection has closed. */
async function fill({ send }: Connection, bytes: number, next: (i: number) => object | string): Promise<void> {
  for (let sent = 0, i = 0; sent < bytes; i++) {
    const text = JSON.stringify(next(i));
    sent += text.length;
    if (!(await send(text))) return;
  }
}

async function repeat({ send }: Connection, frames: number, next: (i: number) => object): Promise<void> {
  for (let i = 0; i < frames; i++) if (!(await send(next(i)))) return;
}

const longText = (random: Random) => {
  const unit = random.pick([
    'x',
    '漢',
    '👋',
    'e\u0301',
    'x\n',
    '👩‍👩‍👧‍👦',
    'http://a.b/(',
    '@ada ',
    '`',
    '\t',
    '\u200d',
  ]);
  const lines = unit.includes('\n') ? 500 : Number.POSITIVE_INFINITY;
  return unit.repeat(Math.min(Math.floor(16_000 / unit.length), lines - 1));
};

/** Attacks that fill memory, disk or time, with frames that the protocol allows, or nearly. */
export const floods: Readonly<Record<string, Make>> = {
  'long messages': (random, { bytes }) => {
    const text = longText(random);
    return {
      what: JSON.stringify(text.slice(0, 8)),
      unasked: (to) => fill(to, bytes, (i) => ({ type: 'event', event: message(rooms[0], 121 + i, text) })),
    };
  },
  'long messages in many rooms': (random, { bytes }) => {
    const text = longText(random);
    const count = random.pick([20, 400, 5000]);
    const seqs = new Map<string, number>();
    return {
      what: `${count} rooms of ${JSON.stringify(text.slice(0, 8))}`,
      unasked: (to) =>
        fill(to, bytes, (i) => {
          const room = `room-${i % count}`;
          const after = seqs.get(room) ?? 0;
          seqs.set(room, after + 20);
          const run = {
            type: 'events',
            room,
            after,
            head: after + 20,
            events: messages(room, after + 1, after + 20, text),
          };
          return after === 0 ? { ...run, jump: 'new' } : run;
        }),
    };
  },
  'rooms begun again': (random, { bytes }) => {
    const jump = random.pick(['new', 'restored', 'rejoined']);
    return {
      what: jump,
      unasked: (to) =>
        fill(to, bytes / 8, () => ({
          type: 'events',
          room: 'ops',
          after: 0,
          head: 200,
          jump,
          header: { ...described('ops'), topic: 'again', members: 200, asOf: 200 },
          events: messages('ops', 1, 200),
        })),
    };
  },
  'pages as asked, of the longest': (random) => {
    const text = longText(random);
    return {
      what: JSON.stringify(text.slice(0, 8)),
      answer: (asked) => {
        if (asked.type !== 'history') return undefined;
        const before = Number(asked.before ?? 100_000);
        const count = Math.min(Number(asked.limit), 60);
        const events = messages(String(asked.room), Math.max(1, before - count), before - 1, text);
        return [{ type: 'page', re: asked.id, room: asked.room, events, more: true }];
      },
    };
  },
  presence: (_, { frames }) => ({
    what: 'of ever new people',
    unasked: (to) =>
      repeat(to, frames, (i) => ({
        type: 'presence',
        room: rooms[i % 2],
        user: `user-${i}`,
        online: i % 5 !== 0,
        at: i,
      })),
  }),
  typing: (_, { frames }) => ({
    what: 'of ever new people',
    unasked: (to) =>
      repeat(to, frames, (i) => ({ type: 'typing', room: `room-${i % 50}`, user: `user-${i}`, on: true })),
  }),
  'unknown types': (random, { frames }) => {
    const re = random.next() < 0.5 ? { re: 'r1' } : {};
    return { what: JSON.stringify(re), unasked: (to) => repeat(to, frames, (i) => ({ type: `dance-${i}`, ...re })) };
  },
  'most rooms, topics and names': () => ({
    what: '500 rooms',
    answer: (asked) =>
      asked.type === 'sync'
        ? [
            {
              ...{ type: 'synced', re: asked.id, invitations: [] },
              rooms: Array.from({ length: 500 }, (_, i) =>
                summary(`room-${i}`, {
                  topic: 'x'.repeat(200),
                  online: Array.from({ length: 250 }, (__, u) => `u-${i}-${u}`),
                }),
              ),
            },
          ]
        : undefined,
  }),
  'gaps without end': (_, { frames }) => ({
    what: 'events far above the cursor',
    unasked: (to) => repeat(to, frames, (i) => ({ type: 'event', event: message(rooms[0], 1000 + 2 * i) })),
  }),
};
