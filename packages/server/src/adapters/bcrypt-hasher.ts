import { createHmac, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@securechat/protocol/result';
import { hash as bcryptHash, compare } from 'bcrypt';
import type { Hasher } from '../ports/hasher.ts';

const wellFormed = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/** Runs at most `atOnce` tasks together, lets `queue` more wait, and refuses the rest. */
function createGate(atOnce: number, queue: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(task: () => Promise<T>): Promise<Result<T, 'busy'>> => {
    if (running >= atOnce) {
      if (waiting.length >= queue) return err('busy');
      // Whoever finishes hands its place over, so that `running` stays as it is.
      await new Promise<void>((go) => waiting.push(go));
    } else {
      running++;
    }
    try {
      return ok(await task());
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

/** bcrypt(base64(HMAC-SHA-384(pepper, NFC(password)))): all of a long password counts, and a stolen database is of no use without the pepper. */
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
  const gate = createGate(atOnce, queue);
  const prepare = (password: string): string =>
    createHmac('sha384', pepper).update(password.normalize('NFC'), 'utf8').digest('base64');
  // What a password is compared with when there is nothing to compare with: a real hash of the same cost takes the same time.
  const dummy = bcryptHash(prepare(randomBytes(32).toString('base64')), cost);
  // Whoever needs it hears of a failure; until then it must not end the process.
  dummy.catch(() => {});

  return {
    hash: (password) => gate(() => bcryptHash(prepare(password), cost)),
    verify: (password, hash) =>
      gate(async () => {
        const usable = hash !== undefined && wellFormed.test(hash);
        const same = await compare(prepare(password), usable ? hash : await dummy);
        return usable && same;
      }),
  };
}
