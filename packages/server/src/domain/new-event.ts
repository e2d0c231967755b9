// Runs in the writer thread: relative files and types only.
import type { ReadBody } from '@securechat/protocol/body';
import type { EventId, RoomId, RoomName, Seq, UserId } from '@securechat/protocol/ids';
import type { Everybody } from '@securechat/protocol/mention';
import type { MemberRole, RoomEvent, RoomHistory, RoomInviters, RoomKind } from '@securechat/protocol/model';

/** The types of events that this version knows. */
export type EventType = Exclude<RoomEvent['type'], 'unknown'>;
/** The types that only `decideRoom` creates, because a room or its memberships change with them. */
export type RoomEventType =
  | 'room-created'
  | 'member-joined'
  | 'member-left'
  | 'member-removed'
  | 'member-banned'
  | 'member-unbanned'
  | 'role'
  | 'topic'
  | 'room-renamed'
  | 'room-archived'
  | 'room-policy';

/** What describes a new room. */
export type NewRoom = {
  readonly roomKind: RoomKind;
  readonly name: RoomName | undefined;
  readonly topic: string;
  readonly history: RoomHistory;
  /** The two people of a direct room, in order; twice the same for notes. There is never a second room for them. */
  readonly people?: DirectPeople | undefined;
};

/** Two people in alphabetical order; twice the same person for notes. */
export type DirectPeople = readonly [low: UserId, high: UserId];

/** The key of the direct room of two people. */
export function directPeople(one: UserId, other: UserId): DirectPeople {
  return one < other ? [one, other] : [other, one];
}

/**
 * The room has another name. The old one, `from`, leads to it until `untilMs` and is no other room's. Of its former names the newest are kept, at
 * most `maxFormerNames`.
 */
export type RenamesRoom = {
  readonly kind: 'renames-room';
  readonly from: RoomName | undefined;
  readonly to: RoomName;
  readonly untilMs: number;
  readonly maxFormerNames: number;
};

/** `user` cannot join before `untilMs`, or never. If `endsMembership`, the membership of `user` ends with the event. */
export type BansUser = {
  readonly kind: 'bans-user';
  readonly user: UserId;
  readonly untilMs: number | undefined;
  readonly reason: string | undefined;
  readonly endsMembership: boolean;
};

/** Who may invite, if that changes, and whether the history is shared from this event on or not at all, if that changes. */
export type SetsPolicy = {
  readonly kind: 'sets-policy';
  readonly inviters?: RoomInviters | undefined;
  readonly history?: RoomHistory | undefined;
};

/** What else changes in a room with an event. A store applies it without looking at event types. */
export type RoomEffect =
  /** The event is the first of a new room, which counts for the quota of `createdBy`. */
  | ({ readonly kind: 'creates-room'; readonly createdBy: UserId | undefined } & NewRoom)
  | { readonly kind: 'sets-topic'; readonly topic: string }
  | RenamesRoom
  | SetsPolicy
  /** The room is archived since then or, without a time, no longer. */
  | { readonly kind: 'archives-room'; readonly sinceMs: number | undefined }
  /**
   * The membership of `user` starts with the event. It reaches back to where the room's history is shared from; if it is not, to the event.
   */
  | { readonly kind: 'starts-membership'; readonly user: UserId; readonly role: MemberRole }
  /** The membership of `user` ends with the event. */
  | { readonly kind: 'ends-membership'; readonly user: UserId }
  | BansUser
  | { readonly kind: 'unbans-user'; readonly user: UserId }
  /** The member `user` has this role from now on. */
  | { readonly kind: 'sets-role'; readonly user: UserId; readonly role: MemberRole };

/** A decided event: the store gives it the next seq of its room. */
export type NewEvent = {
  readonly room: RoomId;
  readonly author: UserId;
  readonly id: EventId;
  readonly type: RoomEventType;
  /** The fields of this event type beside the common ones, as `toRoomEvent` reads them. */
  readonly payload?: object;
  readonly atMs: number;
  readonly effect: RoomEffect;
};

/** An event as it is stored. `payload` is parsed; `type` may be one of a later version. */
type EventRecord = {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly id: EventId;
  readonly author: UserId;
  readonly at: number;
  readonly type: string;
  /** The number of a message among those of its room; of other events null. */
  readonly n: number | null;
  readonly payload: unknown;
  /** A message that mentions everybody, or everybody who was connected. */
  readonly everybody?: Everybody | null | undefined;
};

/** The event of a stored record. The payload was validated before it was stored. */
export function toRoomEvent({ room, seq, id, author, at, type, n, payload, everybody }: EventRecord): RoomEvent {
  const base = { room, seq, id, author, at };
  if (type === 'message') {
    const message = { ...base, type, n: n ?? 0, body: toBody(payload as { readonly kind: string }) } as const;
    return everybody ? { ...message, everybody } : message;
  }
  if (type === 'message-edited') {
    const { target, body } = payload as { readonly target: Seq; readonly body: { readonly kind: string } };
    return { ...base, type, target, body: toBody(body) };
  }
  const event = { ...base, type, ...(payload as object) };
  // The payload has what the type needs: it was validated before it was stored.
  if (Object.hasOwn(knownTypes, type)) return event as RoomEvent;
  return { ...base, type: 'unknown', of: type, json: JSON.stringify(event) };
}

/** The compiler holds both tables to the protocol's, which the threads do not load. */
const knownTypes: Readonly<Record<EventType, true>> = {
  message: true,
  'message-edited': true,
  'message-deleted': true,
  'room-created': true,
  'member-joined': true,
  'member-left': true,
  'member-removed': true,
  'member-banned': true,
  'member-unbanned': true,
  role: true,
  topic: true,
  'room-renamed': true,
  'room-archived': true,
  'room-policy': true,
};

type KnownBody = Exclude<ReadBody, { readonly kind: 'unknown' }>;

const knownKinds: Readonly<Record<KnownBody['kind'], true>> = { text: true, deleted: true };
const isKnown = (body: { readonly kind: string }): body is KnownBody => Object.hasOwn(knownKinds, body.kind);

/** A later version may have stored a kind that this one does not know; it is passed on unchanged. */
export function toBody(body: { readonly kind: string }): ReadBody {
  return isKnown(body) ? body : { kind: 'unknown', of: body.kind, json: JSON.stringify(body) };
}
