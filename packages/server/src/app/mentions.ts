import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { MessageState, RoomEvent } from '@securechat/protocol/model';
import { err, ok } from '@securechat/protocol/result';
import type { EventPlace } from '../ports/store.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { fitting } from './fitting.ts';
import { leftOf } from './history.ts';
import { asTheyAreNow } from './message-states.ts';

/** Messages that mention somebody, newest first. If there are older ones, pass `next` as `before` to continue. */
export type MentionPage = {
  readonly events: readonly RoomEvent[];
  readonly changed: readonly ({ readonly room: RoomId } & MessageState)[];
  readonly next: EventPlace | undefined;
};

/** The newest messages that mention the caller, in all rooms that it is a member of. */
export async function listMentions(
  ctx: Context,
  { user }: Caller,
  { before, limit }: { before?: EventPlace | undefined; limit: number },
): AsyncResult<MentionPage> {
  // What is older than an event tells when that event was: nothing that someone may learn who cannot see it.
  if (before && !(await canSee(ctx, user, before))) return err({ code: 'not_a_member' });
  const found = await ctx.store.mentions({ user, before, limit: leftOf([], limit) });
  const fit = fitting(found.slice(0, limit));
  const rooms = [...new Set(fit.map(({ room }) => room))];
  const current = await Promise.all(
    rooms.map(async (room) =>
      asTheyAreNow(
        ctx,
        room,
        fit.filter((event) => event.room === room),
      ),
    ),
  );
  const all = new Map(current.flatMap(({ events }) => events.map((event) => [event.id, event] as const)));
  const events = fitting(fit.map((event) => all.get(event.id) ?? event));
  const isListed = (room: RoomId, seq: Seq) => events.some((event) => event.room === room && event.seq === seq);
  const changed = current
    .flatMap(({ changed }, i) => changed.map((state) => ({ room: rooms[i] as RoomId, ...state })))
    .filter(({ room, seq }) => isListed(room, seq));
  const last = events.at(-1);
  return ok({
    events,
    changed,
    next: last && events.length < found.length ? { room: last.room, seq: last.seq } : undefined,
  });
}

async function canSee({ store }: Context, user: Caller['user'], { room, seq }: EventPlace): Promise<boolean> {
  const ranges = await store.membershipRanges(room, user);
  return ranges.some(({ visibleFrom, to }) => visibleFrom <= seq && (to === undefined || seq <= to));
}
