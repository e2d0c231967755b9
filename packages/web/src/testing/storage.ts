/** A browser's storage in memory; `room` is how many entries fit. */
export function memoryStorage(room = Number.POSITIVE_INFINITY): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    key: (n) => [...kept.keys()][n] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      if (!kept.has(key) && kept.size >= room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key) => void kept.delete(key),
  };
}

/** A storage to which the browser denies access. */
export function deniedStorage(): Storage {
  return new Proxy(memoryStorage(), {
    get: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
}
