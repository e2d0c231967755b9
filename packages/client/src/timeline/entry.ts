import type { EventId, RoomHistory, RoomId, RoomInviters, Seq, UserId } from '@securechat/protocol';
import type { Everybody } from '@securechat/protocol/mention';
import { unreachable } from '@securechat/protocol/result';
import { type CurrentEvent, type Deletion, ofState } from './message-changes.ts';

type Stored = {
  readonly id: EventId;
  readonly room: RoomId;
  readonly seq: Seq;
  readonly author: UserId;
  /** When the server accepted it, in milliseconds. */
  readonly at: number;
};

/** A message with its text as written; without one if this version cannot read its body. */
export type MessageEntry = Stored & {
  readonly kind: 'message';
  readonly text: string | undefined;
  /** It mentions all members, or those who were connected. */
  readonly everybody?: Everybody;
  /** Its author has deleted their account. */
  readonly authorDeleted?: true;
  /** The seq of the last event that changed it; its own if it is missing. */
  readonly rev?: Seq;
  /** When its text was changed last. */
  readonly editedAt?: number;
  /** It was deleted, and has no text. */
  readonly deleted?: Deletion;
  /** A change of the user that is not confirmed yet: the new text, or that it is deleted. */
  readonly overlay?: { readonly id: EventId; readonly text: string | undefined };
};

/** Another event of the room. `user` is somebody other than the author: who was removed, or who invited the author. */
export type SystemEntry = Stored & {
  readonly kind: 'system';
  readonly change:
    | 'member-joined'
    | 'member-left'
    | 'account-deleted'
    | 'member-removed'
    | 'member-banned'
    | 'member-unbanned'
    | 'role'
    | 'room-created'
    | 'topic'
    | 'room-renamed'
    | 'room-archived'
    | 'room-unarchived'
    | 'room-policy'
    | 'message-edited'
    | 'message-deleted'
    | 'unknown';
  /** The message that was changed. */
  readonly target?: Seq;
  readonly user?: UserId;
  /** The new topic, name, role or text, or the reason. */
  readonly value?: string;
  /** The end of a ban, in milliseconds; missing if it has none. */
  readonly untilMs?: number;
  /** Who may invite from then on, and what newcomers can read, where that has changed. */
  readonly inviters?: RoomInviters;
  readonly history?: RoomHistory;
};

/** Somebody connected or left: shown, but not part of the room's history. */
export type PresenceEntry = {
  readonly kind: 'presence';
  readonly key: string;
  readonly user: UserId;
  readonly online: boolean;
  readonly at: number;
  readonly seq?: undefined;
};

/** A timeline entry. Entries are immutable: a changed one is replaced, so that its layout can be cached. */
export type Entry = MessageEntry | SystemEntry | PresenceEntry;

/** The entry of a message as it is now. */
function messageEntry(event: Extract<CurrentEvent, { readonly type: 'message' }>, stored: Stored): MessageEntry {
  const { body, everybody, changed } = event;
  return {
    ...{ ...stored, kind: 'message', text: body.kind === 'text' ? body.text : undefined },
    ...(everybody && { everybody }),
    ...(body.kind === 'deleted' && { deleted: {} }),
    ...(changed && ofState(changed)),
  };
}

/** The entry that an event is shown as. One that changes a message is none in the timeline, where the message shows it. */
export function entryOf(event: CurrentEvent): MessageEntry | SystemEntry {
  const { id, room, seq, author, at } = event;
  const stored = { id, room, seq, author, at };
  switch (event.type) {
    case 'message':
      return messageEntry(event, stored);
    case 'message-edited': {
      const { type: change, target, body } = event;
      return { ...stored, kind: 'system', change, target, ...(body.kind === 'text' && { value: body.text }) };
    }
    case 'message-deleted': {
      const { type: change, target, reason } = event;
      return { ...stored, kind: 'system', change, target, ...(reason !== undefined && { value: reason }) };
    }
    case 'member-joined':
      return { ...stored, kind: 'system', change: event.type, ...(event.by && { user: event.by }) };
    case 'member-left':
      return { ...stored, kind: 'system', change: event.deleted ? 'account-deleted' : event.type };
    case 'room-created':
    case 'unknown':
      return { ...stored, kind: 'system', change: event.type };
    case 'member-removed':
    case 'member-banned': {
      const about = {
        change: event.type,
        user: event.user,
        ...(event.reason !== undefined && { value: event.reason }),
      };
      const untilMs = event.type === 'member-banned' ? event.untilMs : undefined;
      return { ...stored, kind: 'system', ...about, ...(untilMs !== undefined && { untilMs }) };
    }
    case 'member-unbanned':
      return { ...stored, kind: 'system', change: event.type, user: event.user };
    case 'role':
      return { ...stored, kind: 'system', change: event.type, user: event.user, value: event.role };
    case 'topic':
      return { ...stored, kind: 'system', change: event.type, value: event.topic };
    case 'room-renamed':
      return { ...stored, kind: 'system', change: event.type, value: event.name };
    case 'room-archived':
      return { ...stored, kind: 'system', change: event.on ? event.type : 'room-unarchived' };
    case 'room-policy': {
      const { inviters, history } = event;
      return {
        ...stored,
        kind: 'system',
        change: event.type,
        ...(inviters && { inviters }),
        ...(history && { history }),
      };
    }
    default:
      return unreachable(event);
  }
}
