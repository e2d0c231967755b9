import { expect, test } from 'vitest';
import { Emitter } from './emitter.ts';

test('listeners are called in order, and one that unsubscribes during a call misses only the next', () => {
  const emitter = new Emitter<[text: string]>();
  const calls: string[] = [];
  const unsubscribeFirst = emitter.subscribe((text) => {
    calls.push(`first ${text}`);
    unsubscribeFirst();
    unsubscribeSecond();
  });
  const unsubscribeSecond = emitter.subscribe((text) => calls.push(`second ${text}`));
  emitter.emit('a');
  emitter.emit('b');
  expect(calls).toEqual(['first a', 'second a']);
  expect(emitter.isUnused).toBe(true);
});
