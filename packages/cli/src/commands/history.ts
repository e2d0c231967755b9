import type { Failure, Page } from '@securechat/client';
import { ok, type Result, type RoomEvent, type RoomId, type Seq } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { asked, withSession } from '../connect.ts';
import type { CommonFlags } from '../env.ts';
import { printEvent } from '../event-line.ts';
import type { Stop } from '../failure.ts';
import { roomOf } from '../room-flag.ts';
import type { Run } from '../run.ts';

export type HistoryFlags = CommonFlags & {
  readonly limit: number;
  readonly since?: number;
  readonly before?: number;
};

type Ask = { room: RoomId; before?: Seq; after?: Seq; limit: number };
type FetchPage = (ask: Ask) => Promise<Result<Page, Failure>>;
export type Span = { readonly room: RoomId; readonly limit: number; readonly since?: Seq; readonly before?: Seq };

/** The first `limit` events after `since`, page by page. */
async function forwards(fetchPage: FetchPage, span: Span, since: Seq): Promise<Result<RoomEvent[], Failure>> {
  const events: RoomEvent[] = [];
  let after = since;
  for (;;) {
    const limit = Math.min(limits.page, span.limit - events.length);
    if (limit <= 0) return ok(events);
    const page = await fetchPage({ room: span.room, after, limit });
    if (!page.ok) return page;
    const within = page.value.events.filter((e) => span.before === undefined || e.seq < span.before);
    events.push(...within);
    const last = page.value.events.at(-1);
    if (!page.value.more || last === undefined || within.length < page.value.events.length) return ok(events);
    after = last.seq;
  }
}

/** The last `limit` events, or those before `before`, page by page. */
async function backwards(fetchPage: FetchPage, span: Span): Promise<Result<RoomEvent[], Failure>> {
  const pages: (readonly RoomEvent[])[] = [];
  let { before } = span;
  let left = span.limit;
  while (left > 0) {
    const limit = Math.min(limits.page, left);
    const page = await fetchPage({ room: span.room, limit, ...(before === undefined ? {} : { before }) });
    if (!page.ok) return page;
    pages.unshift(page.value.events);
    left -= page.value.events.length;
    const first = page.value.events[0];
    if (!page.value.more || first === undefined) break;
    before = first.seq;
  }
  return ok(pages.flat());
}

/** Fetches a span of a room's past of any length, ascending. */
export function fetchSpan(fetchPage: FetchPage, span: Span): Promise<Result<RoomEvent[], Failure>> {
  return span.since === undefined ? backwards(fetchPage, span) : forwards(fetchPage, span, span.since);
}

/** Prints a room's past. */
export async function history(run: Run<HistoryFlags>): Promise<Result<void, Stop>> {
  const { flags, out } = run;
  const room = roomOf(flags);
  if (!room.ok) return room;
  const span = {
    room: room.value,
    limit: flags.limit,
    ...(flags.since === undefined ? {} : { since: flags.since }),
    ...(flags.before === undefined ? {} : { before: flags.before }),
  };
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const events = await asked(
      fetchSpan((ask) => client.history(ask), span),
      target.url,
    );
    if (!events.ok) return events;
    for (const event of events.value) printEvent(event, out, flags.json);
    const isWhole = flags.since === undefined && flags.before === undefined;
    if (isWhole && !events.value.some(({ type }) => type === 'message')) {
      out.note(`No messages in #${room.value} yet. Members see what is sent after they join, nothing earlier.`);
    }
    return ok(undefined);
  });
}
