import type { RoomId, Seq } from '@securechat/protocol/ids';
import type { RoomDescription, RoomHeader, RoomSummary } from '@securechat/protocol/model';
import { firstRange, type MembershipRange, missedRanges } from '../domain/visible-ranges.ts';
import type { Membership, Store } from '../ports/store.ts';
import type { Cursor, Plan, StartPosition } from './reader.ts';
import { type RoomSubscription, transition } from './room-subscription.ts';

type Reads = Pick<Store, 'eventsAfter' | 'membershipRanges' | 'room'>;

/** What to send of a room of which the user was a member at the start, limited to its memberships (G5). */
export async function planForMember(
  store: Reads,
  subscription: RoomSubscription,
  membership: Membership,
  start: StartPosition,
): Promise<Plan> {
  const { room, user, head } = subscription;
  const cursor = start.cursors.get(room);
  const header = headerOf(membership);
  if (cursor !== undefined && start.sameHistory && (await isInHistory(store, room, cursor, head))) {
    // A cursor within this membership needs nothing of earlier ones.
    const { from } = membership;
    const memberships =
      cursor.seq >= from ? [{ from, visibleFrom: from, to: undefined }] : await store.membershipRanges(room, user);
    return { jump: 'rejoined', ranges: missedRanges(memberships, cursor.seq), header };
  }
  // Read only now: the membership may have ended since the start, and nothing after its end may be sent.
  const memberships = await store.membershipRanges(room, user);
  transition(subscription, { kind: 'head', head: memberships.at(-1)?.from ?? 0 });
  const after = firstRange(memberships, subscription.head, start.recent);
  return { jump: cursor ? 'restored' : 'new', ranges: [{ after, upTo: undefined, resetsCursor: true }], header };
}

/** What to send of a room that the user has left: up to the end of its last membership. */
export async function planForFormerMember(
  store: Reads,
  { room, user }: RoomSubscription,
  cursor: Cursor,
): Promise<Plan> {
  const found = await isInHistory(store, room, cursor, Number.MAX_SAFE_INTEGER);
  const ended = found ? (await store.membershipRanges(room, user)).filter(({ to }) => to !== undefined) : [];
  return { jump: 'rejoined', ranges: missedRanges(ended, cursor.seq) };
}

/**
 * What to send of a room that was joined at `from`: everything since then. What was said before is the room's history. The room was sent up to
 * `sentBefore` earlier, and there may be other memberships in between.
 */
export async function planForNewMember(
  store: Reads,
  subscription: RoomSubscription,
  from: Seq,
  sentBefore: Seq | undefined,
): Promise<Plan> {
  const { room, user } = subscription;
  const since = sentBefore ?? from - 1;
  const later = (await store.membershipRanges(room, user)).filter((range) => range.from > since);
  const memberships = later.map((range) => {
    const start = isMakers(range) ? 1 : range.from;
    return { ...range, from: start, visibleFrom: start };
  });
  const found = await store.room(room, user);
  // Events since the join may have been published before the bus delivered this room's.
  transition(subscription, { kind: 'head', head: found?.head ?? 0 });
  const header = found?.joined ? headerOf(found) : undefined;
  const cursor = memberships[0]?.from === 1 ? 0 : since;
  return { jump: sentBefore === undefined ? 'new' : 'rejoined', ranges: missedRanges(memberships, cursor), header };
}

/** Whether a membership is that of the room's maker, who became a member in the event after `room-created`, and may see it. */
function isMakers({ from, visibleFrom }: MembershipRange): boolean {
  return from === 2 && visibleFrom <= 1;
}

function headerOf({
  kind,
  name,
  with: people,
  topic,
  history,
  owners,
  role,
  members,
  messages,
  archived,
  head,
}: RoomDescription & Pick<RoomSummary, 'head'>): RoomHeader {
  const optional = { ...(people && { with: people }), ...(role && { role }), ...(archived && { archived }) };
  return { kind, name, topic, history, owners, ...optional, members, messages, asOf: head };
}

/**
 * Whether a cursor belongs to this room's history (G7). A store restored from a backup has the same generation and may have grown past the
 * cursor since; then it has another event at that seq.
 */
async function isInHistory(store: Reads, room: RoomId, { seq, id }: Cursor, head: Seq): Promise<boolean> {
  if (seq > head) return false;
  if (id === undefined || seq === 0) return true;
  const [there] = await store.eventsAfter(room, seq - 1, seq, { events: 1, bytes: 0 });
  return there?.id === id;
}
