// Runs in the writer thread: relative files and types only.
import type { ReadBody } from '@securechat/protocol/body';
import type { EventId, RoomId, Seq, UserId } from '@securechat/protocol/ids';
import type { RoomEvent } from '@securechat/protocol/model';

/** The types of events that this version knows. */
export type EventType = Exclude<RoomEvent['type'], 'unknown'>;
/** The types that only `decideRoom` makes, because memberships change with them. */
export type MembershipEventType = 'made' | 'joined' | 'left' | 'removed';

/** What else of a room changes with an event. A store applies it and knows no type of event. */
type RoomEffect =
  /** The event is the first one of a new room, which counts for the quota of `createdBy`. */
  | { readonly kind: 'creates-room'; readonly topic: string; readonly createdBy: UserId | undefined }
  /** The membership of `user` starts with the event. */
  | { readonly kind: 'starts-membership'; readonly user: UserId }
  /** The membership of `user` ends with the event. */
  | { readonly kind: 'ends-membership'; readonly user: UserId };

/** A decided event: the store gives it the next seq of its room. */
export type NewEvent = {
  readonly room: RoomId;
  readonly author: UserId;
  readonly id: EventId;
  readonly type: MembershipEventType;
  /** What events of this type have beside what all have, as `toRoomEvent` reads it. */
  readonly payload?: object;
  readonly atMs: number;
  readonly effect: RoomEffect;
};

/** An event as stores hold it. `payload` was parsed from what was stored; `type` may be one of a later version. */
type EventRecord = {
  readonly room: RoomId;
  readonly seq: Seq;
  readonly id: EventId;
  readonly author: UserId;
  readonly at: number;
  readonly type: string;
  readonly payload: unknown;
};

/** The event of a stored record. Trusts the payload: it was validated before it was stored. */
export function toRoomEvent({ room, seq, id, author, at, type, payload }: EventRecord): RoomEvent {
  const base = { room, seq, id, author, at };
  switch (type as EventType) {
    case 'message':
      return { ...base, type: 'message', body: toBody(payload as { readonly kind: string }) };
    case 'made':
      return { ...base, type: 'made', ...(payload as { topic: string }) };
    case 'removed':
      return { ...base, type: 'removed', ...(payload as { user: UserId }) };
    case 'joined':
      return { ...base, type: 'joined' };
    case 'left':
      return { ...base, type: 'left' };
    default:
      return { ...base, type: 'unknown', of: type, json: JSON.stringify({ ...base, type, ...(payload as object) }) };
  }
}

type KnownBody = Exclude<ReadBody, { readonly kind: 'unknown' }>;

/** The compiler holds this to the protocol's table, which the threads do not load. */
const knownKinds: Readonly<Record<KnownBody['kind'], true>> = { text: true };
const isKnown = (body: { readonly kind: string }): body is KnownBody => Object.hasOwn(knownKinds, body.kind);

/** A later version may have stored a kind that this one does not know: it is passed on as it is. */
function toBody(body: { readonly kind: string }): ReadBody {
  return isKnown(body) ? body : { kind: 'unknown', of: body.kind, json: JSON.stringify(body) };
}
