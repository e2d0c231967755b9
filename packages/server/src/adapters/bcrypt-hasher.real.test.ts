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

test('a password verifies against its own hash only', async () => {
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

test('P14: a stolen hash cannot be checked without the pepper', async () => {
  const hash = await hashOf('correct horse battery');
  expect(hash).toMatch(/^\$2b\$04\$/);
  expect(await compare('correct horse battery', hash)).toBe(false);
  const other = make({ pepper: randomBytes(32) });
  expect(await other.verify('correct horse battery', hash)).toEqual({ ok: true, value: false });
});

test('P15: an unknown user, and a damaged hash, cost as much work as a wrong password', async () => {
  const hasher = make({ cost: 8 });
  const hash = await hashOf('correct horse battery', hasher);
  // Processor time of this process, which other load on the machine hardly changes.
  const workUs = async (against: string | undefined): Promise<number> => {
    const before = process.cpuUsage();
    expect(await hasher.verify('wrong', against)).toEqual({ ok: true, value: false });
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  await workUs(undefined);
  const all = [hash, undefined, 'not a hash', ''];
  const minUs = all.map(() => Number.POSITIVE_INFINITY);
  for (let i = 0; i < 5; i++) {
    for (const [k, against] of all.entries()) minUs[k] = Math.min(minUs[k] ?? 0, await workUs(against));
  }
  const [wrongUs = 0, ...others] = minUs;
  for (const otherUs of others) expect(otherUs).toBeGreaterThan(wrongUs / 2);
});

test('P16: a full queue refuses as busy, and what is queued is served', async () => {
  const hasher = make({ atOnce: 1, queue: 2 });
  const asked = await Promise.all(Array.from({ length: 5 }, () => hasher.hash('correct horse battery')));
  expect(asked.map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
  expect(asked[4]).toEqual({ ok: false, error: 'busy' });
  expect((await hasher.hash('correct horse battery')).ok).toBe(true);
});
