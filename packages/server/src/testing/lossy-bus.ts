import type { Bus, BusMessage } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';

/** How a bus misbehaves: probabilities from 0 to 1 for each message. */
export type BusFaults = { readonly drop: number; readonly repeat: number; readonly delay: number };

/** Faults that make a bus nearly useless. */
export const severeFaults: BusFaults = { drop: 0.3, repeat: 0.2, delay: 0.4 };

/** Longest delay of a message. Later ones overtake it. */
const maxBusDelayMs = 200;

/**
 * A bus that drops, repeats and delays messages, and so reorders them: everything that the port allows. `random` returns numbers from 0 to
 * below 1.
 */
export function createLossyBus(
  bus: Bus,
  { random, clock, faults }: { random: () => number; clock: Pick<Clock, 'after'>; faults: BusFaults },
): Bus {
  const send = (message: BusMessage): void => {
    if (random() < faults.drop) return;
    if (random() < faults.delay) clock.after(random() * maxBusDelayMs, () => bus.publish(message));
    else bus.publish(message);
  };
  return {
    ...bus,
    publish(message) {
      if (random() < faults.repeat) send(message);
      send(message);
    },
  };
}

/** A repeatable sequence of numbers from 0 to below 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
