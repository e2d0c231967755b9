import { randomBytes } from 'node:crypto';
import { compare } from 'bcrypt';
import { expect, test } from 'vitest';
import { createBcryptHasher } from './bcrypt-hasher.ts';

const pepper = randomBytes(32);
const make = (given: Partial<Parameters<typeof createBcryptHasher>[0]> = {}) =>
  createBcryptHasher({ pepper, cost: 4, atOnce: 2, queue: 8, ...given });

async function hashOf(password: string, hasher = make()): Promise<string> {
  const hash = await hasher.hash(password);
  if (!hash.ok) throw new Error(hash.error);
  return hash.value;
}

test('verifies what it hashed and nothing else', async () => {
  const hasher = make();
  const hash = await hashOf('correct horse battery', hasher);
  expect(await hasher.verify('correct horse battery', hash)).toEqual({ ok: true, value: true });
  expect(await hasher.verify('correct horse batterz', hash)).toEqual({ ok: true, value: false });
});

test('P11: every byte of a long password counts', async () => {
  const hash = await hashOf(`${'a'.repeat(72)}X`);
  expect(await make().verify(`${'a'.repeat(72)}Y`, hash)).toEqual({ ok: true, value: false });
  expect(await make().verify(`${'a'.repeat(72)}X`, hash)).toEqual({ ok: true, value: true });
});

test('P12: one letter in two encodings is one password', async () => {
  expect(await make().verify('cafe\u0301 au lait', await hashOf('café au lait'))).toEqual({ ok: true, value: true });
});

test('P14: a stolen hash says nothing without the pepper', async () => {
  const hash = await hashOf('correct horse battery');
  expect(hash).toMatch(/^\$2b\$04\$/);
  expect(await compare('correct horse battery', hash)).toBe(false);
  const other = make({ pepper: randomBytes(32) });
  expect(await other.verify('correct horse battery', hash)).toEqual({ ok: true, value: false });
});

test('P15: an unknown user, and a damaged hash, take as long as a wrong password', async () => {
  const hasher = make({ cost: 8 });
  const hash = await hashOf('correct horse battery', hasher);
  const timeMs = async (against: string | undefined): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const startMs = performance.now();
      expect(await hasher.verify('wrong', against)).toEqual({ ok: true, value: false });
      times.push(performance.now() - startMs);
    }
    return Math.min(...times);
  };
  await timeMs(undefined);
  const wrongMs = await timeMs(hash);
  expect(await timeMs(undefined)).toBeGreaterThan(wrongMs / 2);
  expect(await timeMs('not a hash')).toBeGreaterThan(wrongMs / 2);
  expect(await timeMs('')).toBeGreaterThan(wrongMs / 2);
});

test('P16: beyond the queue it is busy, and the queue is served', async () => {
  const hasher = make({ atOnce: 1, queue: 2 });
  const asked = await Promise.all(Array.from({ length: 5 }, () => hasher.hash('correct horse battery')));
  expect(asked.map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
  expect(asked[4]).toEqual({ ok: false, error: 'busy' });
  expect((await hasher.hash('correct horse battery')).ok).toBe(true);
});
