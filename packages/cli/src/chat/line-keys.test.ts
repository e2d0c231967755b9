import type { Entry, List } from '@securechat/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aMessage, pending, presence } from '../testing/values.ts';
import { eventIndex, lineIndex, lineKey } from './line-keys.ts';

/** This many messages, each created on access; counts the accesses. */
function counted(length: number) {
  let looks = 0;
  const at = (i: number) => {
    looks++;
    return aMessage(i + 1, 'bob', 'hi');
  };
  const list: List<Entry> = { length, at, [Symbol.iterator]: () => [][Symbol.iterator]() };
  return { list, looks: () => looks };
}

test('an event is found among presence entries; if it is gone, the next one is found', () => {
  const kinds = fc.array(fc.constantFrom('event', 'passing', 'gone'), { maxLength: 30 });
  fc.assert(
    fc.property(kinds, fc.integer({ min: 0, max: 32 }), (what, wanted) => {
      const items = what.flatMap((kind, seq) => {
        if (kind === 'gone') return [];
        return [kind === 'event' ? aMessage(seq, 'bob', 'hi') : presence(`p${seq}`, true)];
      });
      const plain = items.findIndex(({ seq }) => seq !== undefined && seq >= wanted);
      expect(eventIndex(items, wanted)).toBe(plain < 0 ? items.length : plain);
    }),
  );
});

test('every line is found by its key', () => {
  const timeline = [aMessage(3, 'bob', 'a'), presence('cyd', true), aMessage(4, 'bob', 'b')];
  const lines = { timeline, pending: [pending('e9', 'c')] };
  for (let i = 0; i < 4; i++) expect(lineIndex(lines, lineKey(lines, i))).toBe(i);
  expect(lineIndex(lines, 'event 2')).toBe(0);
  expect(lineIndex(lines, 'event 5')).toBeUndefined();
  expect(lineIndex(lines, 'presence nobody')).toBeUndefined();
});

test('finding costs the same in a timeline of 100,000 lines', () => {
  const many = counted(100_000);
  expect(lineIndex({ timeline: many.list, pending: [] }, 'event 777')).toBe(776);
  expect(many.looks()).toBeLessThan(60);
});
