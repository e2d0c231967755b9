/** Remembers what was worked out for the things that were looked at lately. */
export type LruCache<K extends object, V> = { get(key: K): V | undefined; set(key: K, value: V): void };

/**
 * Remembers at least the last `most` and at most twice as many: a reader who scrolls through 100,000 lines does not keep all of them
 * laid out.
 */
export function lruCache<K extends object, V>(most: number): LruCache<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  const set = (key: K, value: V) => {
    young.set(key, value);
    if (young.size < most) return;
    old = young;
    young = new Map();
  };
  return {
    get: (key) => {
      const known = young.get(key);
      if (known !== undefined) return known;
      const before = old.get(key);
      if (before !== undefined) set(key, before);
      return before;
    },
    set,
  };
}
