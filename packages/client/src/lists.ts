import { limits, ok, type Result } from '@securechat/protocol';
import type { Failure, Listed, ListRange } from './api.ts';

/** Default maximum of entries: more than anybody scrolls through, and a bound on the memory that a server can use. */
const defaultMax = 2000;

type Page<T> = { readonly items: readonly T[]; readonly more: boolean };

/**
 * Fetches pages of a list until `max` entries are there or the list ends. `pageAfter` fetches one page; `nameOf` is the sort key. A page
 * that does not continue the last one ends the list, whatever the server claims.
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

/** What the answer to a request says. */
export async function pick<F, T>(
  asking: Promise<Result<F, Failure>>,
  how: (frame: F) => T,
): Promise<Result<T, Failure>> {
  const answer = await asking;
  return answer.ok ? ok(how(answer.value)) : answer;
}
