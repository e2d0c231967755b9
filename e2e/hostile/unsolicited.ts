import type { Random } from '../torture/random.ts';
import { mutated } from './mutate.ts';
import type { Attack } from './server.ts';
import { described, message, messages } from './usual.ts';

type Make = (random: Random) => Omit<Attack, 'name'> & { readonly what: string };

const escaped = '\u001b[2J\u001b]0;owned\u0007\u001b[?1049l\u009b31m\u202e\r\n';

/** Unsolicited frames: malformed, out of place, or dangerous to obey. */
export const unsolicited: Readonly<Record<string, Make>> = {
  mutated: (random) => {
    const frames = [
      { type: 'event', event: message('general', 121) },
      { type: 'events', room: 'general', after: 120, head: 123, events: messages('general', 121, 123) },
      { type: 'presence', room: 'general', user: 'bob', online: true, at: 1 },
      { type: 'typing', room: 'general', user: 'bob', on: true },
      { type: 'going-down', retryAfterMs: 100 },
      { type: 'error', code: 'internal', message: 'x' },
    ] as const;
    const sent = Array.from({ length: random.whole(1, 20) }, () => mutated(random, random.pick<object>(frames)));
    return { what: `${sent.length} frames`, unasked: async ({ send }) => void (await send(...sent)) };
  },
  'escape sequences': (random) => ({
    what: 'wherever text may stand',
    unasked: async ({ ws, send }) => {
      await send({ type: 'event', event: message('general', 121, `before ${escaped} after`) });
      await send({ type: 'error', code: 'x', message: escaped });
      await send({ type: 'event', event: { ...message('general', 122), type: escaped.slice(0, 30) } });
      await send({
        type: 'events',
        room: 'ops',
        after: 0,
        head: 1,
        jump: 'new',
        header: { ...described('ops'), topic: escaped, asOf: 0 },
        events: [{ ...message('ops', 1), type: 'room-created', topic: escaped }],
      });
      if (random.next() < 0.5) ws.close(4001, escaped);
    },
  }),
  'going down': (random) => {
    const retryAfterMs = random.pick([0, 1, 1e15, Number.MAX_SAFE_INTEGER]);
    return {
      what: `for ${retryAfterMs} ms`,
      unasked: async ({ ws, send }) => {
        await send({ type: 'going-down', retryAfterMs });
        ws.close(1012);
      },
    };
  },
  close: (random) => {
    const code = random.pick([1000, 1001, 1003, 1008, 1009, 1011, 1012, 4000, 4001, 4008, 4009, 4999]);
    const late = random.next() < 0.5;
    const reason = random.pick(['', 'gone', escaped, '漢'.repeat(40)]);
    return {
      what: `${code} ${late ? 'at any moment' : 'at once'}`,
      unasked: async ({ ws, send }) => {
        if (late)
          for (let i = random.whole(0, 40); i > 0; i--)
            await send({ type: 'event', event: message('general', 160 - i) });
        ws.close(code, reason);
      },
    };
  },
  'cut at once': () => ({ what: 'after each sign-in', unasked: async ({ ws }) => ws.terminate() }),
};
