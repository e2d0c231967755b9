import { createHmac, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@securechat/protocol/result';
import { hash as bcryptHash, compare } from 'bcrypt';
import type { Hasher } from '../ports/hasher.ts';
import { Semaphore } from '../semaphore.ts';

const wellFormed = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** Characters of a bcrypt hash: 22 are its salt, 31 the rest. */
const randomCharacters = (count: number) => randomBytes(count).toString('base64').replaceAll('+', '.').slice(0, count);

/**
 * bcrypt(base64(HMAC-SHA-384(pepper, NFC(password)))): every byte of a long password counts, and a stolen database is of no use without the
 * pepper. Runs `atOnce` hashes concurrently, queues up to `queue` more, and refuses the rest as `busy`.
 */
export function createBcryptHasher({
  pepper,
  cost,
  atOnce,
  queue,
}: {
  pepper: Buffer;
  cost: number;
  atOnce: number;
  queue: number;
}): Hasher {
  const semaphore = new Semaphore(atOnce);
  const run = async <T>(task: () => Promise<T>): Promise<Result<T, 'busy'>> => {
    if (semaphore.waiting >= queue) return err('busy');
    await semaphore.acquire();
    try {
      return ok(await task());
    } finally {
      semaphore.release();
    }
  };
  const prepare = (password: string): string =>
    createHmac('sha384', pepper).update(password.normalize('NFC'), 'utf8').digest('base64');
  // Compared with where there is no account. No password has it, and comparing takes as long as with any hash of this cost.
  const dummy = `$2b$${String(cost).padStart(2, '0')}$${randomCharacters(22 + 31)}`;

  return {
    hash: (password) => run(() => bcryptHash(prepare(password), cost)),
    verify: (password, hash) =>
      run(async () => {
        const usable = hash !== undefined && wellFormed.test(hash);
        const same = await compare(prepare(password), usable ? hash : dummy);
        return usable && same;
      }),
  };
}
