import type { Page } from '@securechat/client';
import { generalRoom, ok, type Result, type RoomEvent, type Seq } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { fetchSpan } from './history.ts';

/** A room of `head` events, which responds to page requests as the server does. */
function room(head: number) {
  const asks: number[] = [];
  const fetchPage = async (ask: { before?: Seq; after?: Seq; limit: number }): Promise<Result<Page, never>> => {
    asks.push(ask.limit);
    const all = Array.from({ length: head }, (_, i) => ({ seq: i + 1 }) as RoomEvent);
    const within = all.filter((e) => e.seq > (ask.after ?? 0) && e.seq < (ask.before ?? head + 1));
    const events = ask.after === undefined ? within.slice(-ask.limit) : within.slice(0, ask.limit);
    const more = events.length < within.length;
    return ok({ events, more, next: more ? events.at(ask.after === undefined ? 0 : -1)?.seq : undefined });
  };
  return { fetchPage, asks };
}
const span = async (head: number, ask: { limit: number; since?: number; before?: number }) => {
  const events: RoomEvent[] = [];
  await fetchSpan(room(head).fetchPage, { room: generalRoom, ...ask }, (page) => events.push(...page));
  return [events.length, events[0]?.seq, events.at(-1)?.seq];
};

test('the newest events are returned in ascending order, over several pages if needed', async () => {
  expect(await span(1000, { limit: 50 })).toEqual([50, 951, 1000]);
  expect(await span(1000, { limit: 450 })).toEqual([450, 551, 1000]);
  expect(await span(300, { limit: 1000 })).toEqual([300, 1, 300]);
  expect(await span(0, { limit: 10 })).toEqual([0, undefined, undefined]);
});

test('events can be limited by a start, by an end, and by both', async () => {
  expect(await span(1000, { limit: 450, since: 100 })).toEqual([450, 101, 550]);
  expect(await span(1000, { limit: 2000, since: 600 })).toEqual([400, 601, 1000]);
  expect(await span(1000, { limit: 10, before: 100 })).toEqual([10, 90, 99]);
  expect(await span(1000, { limit: 900, since: 10, before: 300 })).toEqual([289, 11, 299]);
});

test('no page is larger than the limit of the server', async () => {
  const { fetchPage, asks } = room(500);
  await fetchSpan(fetchPage, { room: generalRoom, limit: 450 }, () => {});
  expect(asks).toEqual([200, 200, 50]);
});
