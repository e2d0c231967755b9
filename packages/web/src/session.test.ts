import { expect, test } from 'vitest';
import { forgetToken, keepToken, keptToken } from './session.ts';

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    key: (n) => [...kept.keys()][n] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

test('a token is kept for the tab, or for the device, and never in both', () => {
  const both = { tab: storage(), device: storage() };
  keepToken(both, 'one', false);
  expect([both.tab.length, both.device.length, keptToken(both)]).toEqual([1, 0, 'one']);
  keepToken(both, 'two', true);
  expect([both.tab.length, both.device.length, keptToken(both)]).toEqual([0, 1, 'two']);
  forgetToken(both);
  expect(keptToken(both)).toBeUndefined();
});

test('a browser that denies storage costs nothing but the memory', () => {
  const denied = new Proxy(storage(), {
    get: () => () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  keepToken({ tab: denied, device: undefined }, 'one', false);
  expect(keptToken({ tab: denied, device: undefined })).toBeUndefined();
  forgetToken({ tab: denied, device: undefined });
});
