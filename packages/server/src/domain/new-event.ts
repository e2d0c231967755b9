// Runs in the writer thread: relative files and types only.
import type { ReadBody } from '@securechat/protocol/body';
import type { EventId, RoomId, RoomName, Seq, UserId } from '@securechat/protocol/ids';
import type { RoomEvent, RoomKind } from '@securechat/protocol/model';

/** The types of events that this version knows. */
export type EventType = Exclude<RoomEvent['type'], 'unknown'>;
/** The types that only `decideRoom` creates, because a room or its memberships change with them. */
export type RoomEventType = 'made' | 'joined' | 'left' | 'removed' | 'topic' | 'room-renamed';

/** The kind, name and topic of a new room. */
export type NewRoom = { readonly roomKind: RoomKind; readonly name: RoomName; readonly topic: string };

/**
 * The room has another name. The old one leads to it until `untilMs` and is no other room's. Of its former names the newest are kept, at
 * most `maxFormerNames`.
 */
export type RenamesRoom = {
  readonly kind: 'renames-room';
  readonly from: RoomName;
  readonly to: RoomName;
  readonly untilMs: number;
  readonly maxFormerNames: number;
};

/** What else changes in a room with an event. A store applies it without looking at event types. */
type RoomEffect =
  /** The event is the first of a new room, which counts for the quota of `createdBy`. */
  | ({ readonly kind: 'creates-room'; readonly createdBy: UserId | undefined } & NewRoom)
  | { readonly kind: 'sets-topic'; readonly topic: string }
  | RenamesRoom
  /** The membership of `user` starts with the event. */
  | { readonly kind: 'starts-membership'; readonly user: UserId }
  /** The membership of `user` ends with the event. */
  | { readonly kind: 'ends-membership'; readonly user: UserId };

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
  readonly payload: unknown;
};

/** The event of a stored record. The payload was validated before it was stored. */
export function toRoomEvent({ room, seq, id, author, at, type, payload }: EventRecord): RoomEvent {
  const base = { room, seq, id, author, at };
  if (type === 'message') return { ...base, type, body: toBody(payload as { readonly kind: string }) };
  const event = { ...base, type, ...(payload as object) };
  // The payload has what the type needs: it was validated before it was stored.
  if (Object.hasOwn(knownTypes, type)) return event as RoomEvent;
  return { ...base, type: 'unknown', of: type, json: JSON.stringify(event) };
}

/** The compiler holds both tables to the protocol's, which the threads do not load. */
const knownTypes: Readonly<Record<EventType, true>> = {
  message: true,
  made: true,
  joined: true,
  left: true,
  removed: true,
  topic: true,
  'room-renamed': true,
};

type KnownBody = Exclude<ReadBody, { readonly kind: 'unknown' }>;

const knownKinds: Readonly<Record<KnownBody['kind'], true>> = { text: true };
const isKnown = (body: { readonly kind: string }): body is KnownBody => Object.hasOwn(knownKinds, body.kind);

/** A later version may have stored a kind that this one does not know; it is passed on unchanged. */
function toBody(body: { readonly kind: string }): ReadBody {
  return isKnown(body) ? body : { kind: 'unknown', of: body.kind, json: JSON.stringify(body) };
}
