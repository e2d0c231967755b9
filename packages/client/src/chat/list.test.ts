import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appended, type List, prepended } from './list.ts';

test('adding at both ends and dropping the oldest gives the same as with arrays, and does not change older lists', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), items: fc.array(fc.nat(), { maxLength: 5 }), most: fc.nat(20) }),
    fc.record({ kind: fc.constant('prepend' as const), items: fc.array(fc.nat(), { maxLength: 5 }) }),
    // Continues from an earlier list, as a stored state does.
    fc.record({ kind: fc.constant('back' as const), to: fc.nat(10) }),
  );
  const run = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const lists: { list: List<number>; is: readonly number[] }[] = [{ list: [], is: [] }];
    let now = lists[0] ?? { list: [], is: [] };
    for (const next of steps) {
      if (next.kind === 'back') now = lists[next.to % lists.length] ?? now;
      else if (next.kind === 'append') {
        const is = [...now.is, ...next.items];
        now = { list: appended(now.list, next.items, next.most), is: is.slice(Math.max(0, is.length - next.most)) };
      } else now = { list: prepended(now.list, next.items), is: [...next.items, ...now.is] };
      lists.push(now);
    }
    for (const { list, is } of lists) {
      expect([...list]).toEqual(is);
      expect(list.length).toBe(is.length);
      expect([list.at(-1), list.at(0), list.at(is.length), list.at(-is.length - 1)]).toEqual([
        is.at(-1),
        is.at(0),
        undefined,
        undefined,
      ]);
    }
  });
  fc.assert(run, { numRuns: 300 });
});
