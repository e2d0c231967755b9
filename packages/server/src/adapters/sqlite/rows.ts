import type { EventId, RoomId, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import { toRoomEvent } from '../../domain/new-event.ts';
import type { Account, Membership, MembershipRange, StoredSession } from '../../ports/store.ts';

/** A row of the events table. `body` is the payload as JSON. */
export type EventRow = {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly id: EventId;
  readonly author: UserId;
  readonly type: string;
  readonly body: string | null;
  readonly at: number;
};
export const eventColumns = 'room, seq, id, author, type, body, at';

export function toEvent({ room, seq, id, author, at, type, body }: EventRow): RoomEvent {
  return toRoomEvent({ room, seq, id, author, at, type, payload: body === null ? undefined : JSON.parse(body) });
}

export type AccountRow = Omit<Account, 'disabled'> & { readonly disabled: number };
export const accountColumns = 'user, password_hash AS passwordHash, created_ms AS createdMs, disabled';

export function toAccount(row: AccountRow): Account {
  return { ...row, disabled: row.disabled !== 0 };
}

export type SessionRow = StoredSession;
export const sessionColumns =
  's.id, s.user, s.device, s.address, s.created_ms AS createdMs, s.last_seen_ms AS lastSeenMs';

export type MembershipRangeRow = { readonly from: Seq; readonly to: Seq | null };

export function toMembershipRange({ from, to }: MembershipRangeRow): MembershipRange {
  return { from, to: to ?? undefined };
}

type Owned<T> = Omit<T, 'owner'> & { readonly owner: UserId | null };
export type MembershipRow = Owned<Membership>;
export type RoomRow = Omit<Owned<RoomSummary>, 'joined'> & { readonly joined: number };

/** The row without an owner where the room has none. */
export function withOwner<T extends { readonly owner: UserId | null }>(
  row: T,
): Omit<T, 'owner'> & { readonly owner?: UserId } {
  const { owner, ...rest } = row;
  return owner === null ? rest : { ...rest, owner };
}

export function toRoom(row: RoomRow): RoomSummary {
  return { ...withOwner(row), joined: row.joined !== 0 };
}

export type SessionIdRow = { readonly id: SessionId };
