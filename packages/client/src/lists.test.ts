import { err, limits, ok } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { gather } from './lists.ts';

const name = (text: string) => text;
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => String(from + i).padStart(6, '0'));

/** A server with this many entries, and its requests. */
function serverWith(count: number) {
  const all = numbered(0, count);
  const asked: (string | undefined)[] = [];
  const page = async (after: string | undefined, limit: number) => {
    asked.push(after);
    const rest = all.filter((item) => after === undefined || item > after);
    return ok({ items: rest.slice(0, limit), more: rest.length > limit });
  };
  return { all, asked, page };
}

test('a list is fetched page by page, up to the requested maximum', async () => {
  const { all, asked, page } = serverWith(limits.listPage * 2 + 1);
  expect(await gather({}, name, page)).toEqual(ok({ items: all, more: false }));
  expect(asked).toEqual([undefined, all[limits.listPage - 1], all[2 * limits.listPage - 1]]);
  expect(await gather({ max: 3 }, name, page)).toEqual(ok({ items: all.slice(0, 3), more: true }));
  expect(await gather({ after: all[5], max: 2 }, name, page)).toEqual(ok({ items: all.slice(6, 8), more: true }));
});

test('a server that never ends, repeats entries or sends too many is bounded', async () => {
  let made = 0;
  const endless = async (_: string | undefined, limit: number) => {
    const items = numbered(made, limit * 3);
    made += limit * 3;
    return ok({ items, more: true });
  };
  expect(await gather({}, name, endless)).toMatchObject({ value: { items: { length: 2000 }, more: true } });
  const same = async () => ok({ items: ['a', 'b'], more: true });
  expect(await gather({}, name, same)).toEqual(ok({ items: ['a', 'b'], more: false }));
  const empty = async () => ok({ items: [] as string[], more: true });
  expect(await gather({}, name, empty)).toEqual(ok({ items: [], more: false }));
});

test('a failing page fails the list', async () => {
  const failure = err({ kind: 'timed-out' } as const);
  expect(await gather({}, name, async () => failure)).toEqual(failure);
});
