/** Random values from a seed: the same seed gives the same sequence. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** At least `from`, below `to`. */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** A whole number, at least `from`, below `to`. */
  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to));
  }

  pick<const T>(from: readonly [T, ...T[]]): T {
    return from[this.whole(0, from.length)] ?? from[0];
  }

  /** One of these keys, by its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const all = Object.entries<number>(weights);
    let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
    const found = all.find(([, weight]) => {
      left -= weight;
      return left < 0;
    });
    return (found ?? all[0])?.[0] as K;
  }

  /** A separate source, seeded from this one. */
  fork(): Random {
    return new Random(this.next() * 2 ** 32);
  }
}
