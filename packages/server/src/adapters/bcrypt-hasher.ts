import { createHmac, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@securechat/protocol/result';
import { hash as bcryptHash, compare } from 'bcrypt';
import type { Hasher } from '../ports/hasher.ts';
import { Semaphore } from '../semaphore.ts';

const wellFormed = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

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
  // Compared with where there is no account: a real hash of the same cost, so that both cases take the same time.
  const dummy = bcryptHash(prepare(randomBytes(32).toString('base64')), cost);
  // Callers that await it get the failure; unhandled, it would end the process.
  dummy.catch(() => {});

  return {
    hash: (password) => run(() => bcryptHash(prepare(password), cost)),
    verify: (password, hash) =>
      run(async () => {
        const usable = hash !== undefined && wellFormed.test(hash);
        const same = await compare(prepare(password), usable ? hash : await dummy);
        return usable && same;
      }),
  };
}
