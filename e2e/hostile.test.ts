import { describe, expect, test } from 'vitest';
import { Hostile, sayRound } from './hostile/hostile.ts';

/** Counted in attacks, so that a slow machine makes as many. `npm run hostile` makes more and larger ones. */
const attacks = 16;
const little = { bytes: 16 * 1024 * 1024, frames: 20_000 };

// At once: the last three wait for the end of a client's patience.
describe.concurrent('a hostile server', () => {
  test(`real clients bear ${attacks} attacks of a hostile server: each keeps running or ends with a sentence, and quits`, async () => {
    const seed = 20_261_128;
    await using hostile = await Hostile.start(seed, little);
    for (let i = 0; i < attacks; i++) {
      const round = await hostile.round();
      expect(round.faults, `seed ${seed}: ${sayRound(round)}`).toEqual([]);
    }
  }, 600_000);

  test.each([
    ['dripped upgrade', 'history', 4],
    ['silent TLS', 'rooms', 4],
    ['silent socket', 'doctor', 4],
  ])(
    '%s: %s ends by itself, however long the other end continues',
    async (kind, client, code) => {
      await using hostile = await Hostile.start(1, little);
      const round = await hostile.round({ kind, client, patient: true });
      expect([round.ended, round.faults], sayRound(round)).toEqual([code, []]);
    },
    300_000,
  );
});
