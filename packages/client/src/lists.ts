import { limits, ok, type Result } from '@securechat/protocol';
import type { Failure, Listed, ListRange } from './api.ts';

/** Entries gathered unless the caller says otherwise: more than anybody scrolls through, and a bound on what a server can make us hold. */
const defaultMax = 2000;

type Page<T> = { readonly items: readonly T[]; readonly more: boolean };

/**
 * Fetches pages of a list until `max` entries are there or the list ends. `pageAfter` fetches one page; `nameOf` is what the list is
 * ordered by. A page that does not go on from the last one ends the list, whatever the server says.
 */
export async function gather<T, Id extends string>(
  { after, max = defaultMax }: ListRange<Id>,
  nameOf: (item: T) => Id,
  pageAfter: (after: Id | undefined, limit: number) => Promise<Result<Page<T>, Failure>>,
): Promise<Result<Listed<T>, Failure>> {
  const items: T[] = [];
  let last = after;
  while (items.length < max) {
    const page = await pageAfter(last, Math.min(limits.listPage, max - items.length));
    if (!page.ok) return page;
    const from = last;
    const fresh = page.value.items.filter((item) => from === undefined || nameOf(item) > from);
    items.push(...fresh.slice(0, max - items.length));
    const newest = fresh.at(-1);
    if (!page.value.more || newest === undefined) return ok({ items, more: false });
    last = nameOf(newest);
  }
  return ok({ items, more: true });
}
