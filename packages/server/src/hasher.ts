import { createBcryptHasher } from './adapters/bcrypt-hasher.ts';
import type { Config } from './config.ts';
import type { Hasher } from './ports/hasher.ts';

/** Concurrent bcrypt hashes: each takes a thread of the pool, which the rest of the process needs too. */
const hashesAtOnce = 2;
const hashesWaiting = 64;

/** The hasher of this configuration. */
export function createHasher(config: Pick<Config, 'bcryptCost'>, pepper: Buffer): Hasher {
  return createBcryptHasher({ pepper, cost: config.bcryptCost, atOnce: hashesAtOnce, queue: hashesWaiting });
}
