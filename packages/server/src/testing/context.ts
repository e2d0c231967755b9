import { FakeClock } from '@securechat/testkit';
import { createBcryptHasher } from '../adapters/bcrypt-hasher.ts';
import { createMemoryBus } from '../adapters/memory/bus.ts';
import { createMemoryStore } from '../adapters/memory/store.ts';
import { createMemoryLimiter } from '../adapters/memory-limiter.ts';
import { createMemoryPresenceStore } from '../adapters/memory-presence-store.ts';
import { randomIds } from '../adapters/random-ids.ts';
import type { Context } from '../app/context.ts';
import { KnownAddresses } from '../app/known-addresses.ts';
import { LimitLog } from '../app/limit-log.ts';
import { SteadyTime } from '../app/steady-time.ts';

export const dayMs = 24 * 60 * 60 * 1000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A context without disk, network or limits, on a fake clock. */
export function testContext(given: Partial<Context> = {}): Context & { readonly clock: FakeClock } {
  const clock = new FakeClock();
  const log = given.log ?? silent;
  return {
    store: createMemoryStore(),
    bus: createMemoryBus(),
    presence: createMemoryPresenceStore(clock),
    hasher: createBcryptHasher({ pepper: Buffer.alloc(32), cost: 4, atOnce: 1, queue: 1 }),
    limiter: createMemoryLimiter(
      { message: [], request: [], login: [], loginName: [], password: [], signup: [], connect: [] },
      clock,
    ),
    ids: randomIds,
    isCommonPassword: () => false,
    settings: {
      signup: 'open',
      passwordMin: 12,
      lifetimes: { idleMs: 30 * dayMs, absoluteMs: 90 * dayMs },
      presenceGraceMs: 10_000,
      editWindowMs: dayMs,
    },
    ...given,
    log,
    clock,
    time: new SteadyTime(clock, log),
    limitLog: new LimitLog(clock, log),
    knownAddresses: new KnownAddresses(),
  };
}
