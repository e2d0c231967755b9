import type { EventId, RoomId, RoomName, Seq, SessionId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { Everybody } from '@securechat/protocol/mention';
import type {
  BanSummary,
  MemberRole,
  RoomEvent,
  RoomInviters,
  RoomKind,
  RoomSummary,
} from '@securechat/protocol/model';
import { toRoomEvent } from '../../domain/new-event.ts';
import type { StoredProfile } from '../../domain/profile.ts';
import type { MembershipRange } from '../../domain/visible-ranges.ts';
import type { Account, Membership, StoredSession } from '../../ports/store.ts';

/** A row of the events table. `body` is the payload as JSON. */
export type EventRow = {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly id: EventId;
  readonly author: UserId;
  readonly type: string;
  readonly body: string | null;
  readonly at: number;
  readonly n: number | null;
  readonly everybody: Everybody | null;
};
export const eventColumns = 'room, seq, id, author, type, body, at, n, everybody';

/** The body that the message `e` has now, in place of that of its first event. */
export const currentBody = `coalesce((SELECT x.body -> '$.body' FROM message_states s JOIN events x ON x.room = s.room AND x.seq = s.edited_rev
    WHERE s.room = e.room AND s.seq = e.seq), e.body)`;

export function toEvent({ body, ...row }: EventRow): RoomEvent {
  return toRoomEvent({ ...row, payload: body === null ? undefined : JSON.parse(body) });
}

export type ProfileRow = Omit<StoredProfile, 'away' | 'hidden'> & {
  readonly user: UserId;
  readonly away: string | null;
  readonly hidden: number;
};
export const profileColumns = 'user, display_name AS displayName, status, away, hidden';

export function toProfile({ displayName, status, away, hidden }: ProfileRow): StoredProfile {
  return { displayName, status, away: away ?? undefined, hidden: hidden !== 0 };
}

export type AccountRow = ProfileRow & {
  readonly passwordHash: string;
  readonly createdMs: number;
  readonly disabled: number;
  readonly administrator: number;
  readonly seenMs: number | null;
  readonly deletedMs: number | null;
};
export const accountColumns = `${profileColumns}, password_hash AS passwordHash, created_ms AS createdMs, disabled, administrator, seen_ms AS seenMs, deleted_ms AS deletedMs`;

export function toAccount({ disabled, administrator, seenMs, deletedMs, ...row }: AccountRow): Account {
  const { user, passwordHash, createdMs, ...profileRow } = row;
  return {
    ...{ user, passwordHash, createdMs },
    disabled: disabled !== 0,
    administrator: administrator !== 0,
    profile: toProfile({ user, ...profileRow }),
    seenMs: seenMs ?? undefined,
    deletedMs: deletedMs ?? undefined,
  };
}

export type SessionRow = StoredSession;
export const sessionColumns =
  's.id, s.user, s.device, s.address, s.created_ms AS createdMs, s.last_seen_ms AS lastSeenMs';

export type BanRow = Omit<BanSummary, 'untilMs' | 'reason'> & {
  readonly untilMs: number | null;
  readonly reason: string | null;
};
export const banColumns = 'user, by, at_ms AS at, until_ms AS untilMs, reason';

export function toBan({ untilMs, reason, ...row }: BanRow): BanSummary {
  return { ...row, ...(untilMs !== null && { untilMs }), ...(reason !== null && { reason }) };
}

export type MembershipRangeRow = Omit<MembershipRange, 'to'> & { readonly to: Seq | null };

export function toMembershipRange({ to, ...range }: MembershipRangeRow): MembershipRange {
  return { ...range, to: to ?? undefined };
}

/** One more than are shown, because the asker is not. */
const titlePeople = limits.titlePeople + 1;
/**
 * The people by whom a room `r` without a name is titled, as a JSON array: some members, or the two of a direct room, also if one of them has
 * deleted the account. NULL for a room with a name.
 */
export const peopleColumn = `CASE
    WHEN r.kind = 'direct' THEN (SELECT json_array(low, high) FROM direct_rooms WHERE room = r.id)
    WHEN r.name = '' THEN (SELECT json_group_array(p.user) FROM (SELECT user FROM memberships
      WHERE room = r.id AND to_seq IS NULL ORDER BY user LIMIT ${titlePeople}) p)
  END AS people`;

/** Whom a room is with, as the asker sees it. */
export function withOf(people: string | null, kind: RoomKind, asker: UserId | undefined): { readonly with?: UserId[] } {
  if (people === null) return {};
  const all: UserId[] = JSON.parse(people);
  const others = all.filter((user) => user !== asker);
  // Notes are a direct room with oneself.
  const shown = kind === 'direct' && others.length === 0 ? all.slice(0, 1) : others;
  return { with: shown.slice(0, limits.titlePeople) };
}

/** What describes a room `r`, and the columns of `described`. `owners` is a JSON array. */
export const descriptionColumns = `r.kind, r.name, r.topic, iif(r.shared_from IS NULL, 'joined', 'shared') AS history, r.inviters, r.head, r.members, r.messages, r.archived_ms IS NOT NULL AS archived,
  (SELECT json_group_array(o.user ORDER BY o.user) FROM memberships o
    WHERE o.room = r.id AND o.to_seq IS NULL AND o.role = 'owner') AS owners,
  ${peopleColumn}`;
type DescriptionRow = {
  readonly name: RoomName | '';
  readonly role: MemberRole | null;
  readonly owners: string;
  readonly people: string | null;
  readonly kind: RoomKind;
  readonly inviters: RoomInviters;
  readonly archived: number;
};
type Row<T> = Omit<T, keyof DescriptionRow | 'with'> & DescriptionRow;
export type MembershipRow = Row<Membership>;
export type RoomRow = Row<Omit<RoomSummary, 'joined'>>;
type Described<T> = Omit<T, Exclude<keyof DescriptionRow, 'kind'>> & {
  readonly name?: RoomName;
  readonly with?: UserId[];
  readonly role?: MemberRole;
  readonly owners: UserId[];
  readonly inviters?: RoomInviters;
  readonly archived?: true;
};

/** The row without what the room or the asker does not have: a name, a role, inviters beside all members, an archive. */
export function described<T extends DescriptionRow>(row: T, asker: UserId): Described<T> {
  const { name, role, owners: json, people, inviters, archived, ...rest } = row;
  // The fallen owners of a room may have been succeeded by one more.
  const owners: UserId[] = JSON.parse(json).slice(0, limits.ownersPerRoom);
  const title = name === '' ? withOf(people, row.kind, asker) : { name };
  return {
    ...{ ...rest, owners, ...title },
    ...(role !== null && { role }),
    ...(inviters !== 'members' && { inviters }),
    ...(archived !== 0 && { archived: true }),
  };
}

export function toRoom(row: RoomRow, asker: UserId): RoomSummary {
  return { ...described(row, asker), joined: row.role !== null };
}

export type SessionIdRow = { readonly id: SessionId };
