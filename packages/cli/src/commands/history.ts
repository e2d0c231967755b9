import { type ChatClient, type CurrentEvent, entryOf, type Failure, type Page } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { ok, type Result, type RoomId, type Seq } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { asked, withSession } from '../accounts/connect.ts';
import { findRoom } from '../accounts/find-room.ts';
import type { CommandContext } from '../cli-args/command-context.ts';
import { roomOf } from '../cli-args/room-flag.ts';
import { type SincePoint, seqOf } from '../cli-args/since.ts';
import type { CommandError } from '../output/command-error.ts';
import { eventPrinter } from '../output/event-line.ts';
import type { CommonFlags } from '../process/env.ts';

export type HistoryFlags = CommonFlags & {
  /** Default: 50, or all if a start is given. */
  readonly limit?: number;
  readonly since?: SincePoint;
  readonly before?: SincePoint;
  readonly full?: boolean;
  /** Print the log instead of the messages as they are. */
  readonly raw?: boolean;
};

/** Events printed by default. */
const defaultLimit = 50;

type HistoryRequest = { room: RoomId; before?: Seq; after?: Seq; limit: number };
type FetchPage = (ask: HistoryRequest) => Promise<Result<Page, Failure>>;
export type HistoryRange = {
  readonly room: RoomId;
  readonly limit: number;
  readonly since?: Seq;
  readonly before?: Seq;
};

type Take = (events: readonly CurrentEvent[]) => void;

/** The first `limit` events after `since`, page by page. */
async function forwards(
  fetchPage: FetchPage,
  span: HistoryRange,
  since: Seq,
  take: Take,
): Promise<Result<void, Failure>> {
  let after = since;
  let left = span.limit;
  while (left > 0) {
    const limit = Math.min(limits.page, left);
    const page = await fetchPage({ room: span.room, after, limit });
    if (!page.ok) return page;
    const within = page.value.events.filter((e) => span.before === undefined || e.seq < span.before);
    take(within);
    left -= within.length;
    const { more, next } = page.value;
    if (!more || next === undefined || within.length < page.value.events.length) break;
    after = next;
  }
  return ok(undefined);
}

/** The last `limit` events, or those before `before`, page by page. */
async function backwards(fetchPage: FetchPage, span: HistoryRange, take: Take): Promise<Result<void, Failure>> {
  const pages: (readonly CurrentEvent[])[] = [];
  let { before } = span;
  let left = span.limit;
  while (left > 0) {
    const limit = Math.min(limits.page, left);
    const page = await fetchPage({ room: span.room, limit, ...(before === undefined ? {} : { before }) });
    if (!page.ok) return page;
    pages.push(page.value.events);
    left -= page.value.events.length;
    before = page.value.next;
    if (!page.value.more || before === undefined) break;
  }
  for (const page of pages.reverse()) take(page);
  return ok(undefined);
}

/** Fetches a range of a room's history of any length; `take` receives it in ascending pieces. */
export function fetchSpan(fetchPage: FetchPage, span: HistoryRange, take: Take): Promise<Result<void, Failure>> {
  return span.since === undefined ? backwards(fetchPage, span, take) : forwards(fetchPage, span, span.since, take);
}

/** A page of the log as one of the history: where to continue is at its end. */
async function logPage(client: Pick<ChatClient, 'log'>, ask: HistoryRequest): Promise<Result<Page, Failure>> {
  const page = await client.log(ask);
  if (!page.ok) return page;
  const { events, more } = page.value;
  return ok({ events, more, next: more ? events.at(ask.after === undefined ? 0 : -1)?.seq : undefined });
}

/** Prints the history of a room. */
export async function history(run: CommandContext<HistoryFlags>): Promise<Result<void, CommandError>> {
  const { flags, out, env } = run;
  const name = roomOf(flags);
  if (!name.ok) return name;
  const { since, before, full = false } = flags;
  const limit = flags.limit ?? (since === undefined ? defaultLimit : Number.POSITIVE_INFINITY);
  return await withSession(run, { follow: false }, async ({ client, target }) => {
    const room = await findRoom({ client, target }, name.value);
    if (!room.ok) return room;
    const fetchPage: FetchPage = (ask) => (flags.raw ? logPage(client, ask) : client.history(ask));
    const find = async (place: SincePoint | undefined, offset: number) => {
      if (place === undefined) return ok(undefined);
      const seq = await seqOf((ask) => client.log(ask), room.value.id, place, env.nowMs());
      return seq.ok && !('seq' in place) ? ok(seq.value + offset) : seq;
    };
    const from = await asked(find(since, 0), target);
    if (!from.ok) return from;
    // The end is exclusive: events at that time and later are left out.
    const to = await asked(find(before, 1), target);
    if (!to.ok) return to;
    const span = {
      room: room.value.id,
      limit,
      ...(from.value === undefined ? {} : { since: from.value }),
      ...(to.value === undefined ? {} : { before: to.value }),
    };
    const print = eventPrinter(out, flags.json, env.nowMs(), { roomOf: () => room.value, full, at: target });
    let messages = 0;
    let oldest: Seq | undefined;
    const printed = await asked(
      fetchSpan(fetchPage, span, (events) => {
        for (const event of events) print(event);
        oldest ??= events[0]?.seq;
        messages += events.map(entryOf).filter(({ kind }) => kind === 'message').length;
      }),
      target,
    );
    if (printed.ok && since === undefined && before === undefined && messages === 0) {
      // The first message of a room is its third event.
      const hidden = (oldest ?? 1) > 2 ? ' since you joined. Earlier ones are not shown' : '';
      out.note(`No messages in ${roomLabel(room.value)}${hidden}.`);
    }
    return printed;
  });
}
