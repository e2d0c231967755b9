import type { EventId, RoomEvent, RoomId, Seq, UserId } from '@securechat/protocol';
import { unreachable } from '@securechat/protocol/result';

type Stored = {
  readonly id: EventId;
  readonly room: RoomId;
  readonly seq: Seq;
  readonly author: UserId;
  /** When the server accepted it, in milliseconds. */
  readonly at: number;
};

/** A message with its text as written; without one if this version cannot read its body. */
export type MessageEntry = Stored & { readonly kind: 'message'; readonly text: string | undefined };

/** Another event of the room. `user` is set if it is about somebody other than the author. */
export type SystemEntry = Stored & {
  readonly kind: 'system';
  readonly change: 'joined' | 'left' | 'removed' | 'created' | 'topic' | 'renamed' | 'unknown';
  readonly user?: UserId;
  /** The new topic or name. */
  readonly value?: string;
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

/** The entry that an event adds to the timeline of its room. */
export function entryOf(event: RoomEvent): MessageEntry | SystemEntry {
  const { id, room, seq, author, at } = event;
  const stored = { id, room, seq, author, at };
  switch (event.type) {
    case 'message':
      return { ...stored, kind: 'message', text: event.body.kind === 'text' ? event.body.text : undefined };
    case 'joined':
    case 'left':
    case 'unknown':
      return { ...stored, kind: 'system', change: event.type };
    case 'removed':
      return { ...stored, kind: 'system', change: 'removed', user: event.user };
    case 'made':
      return { ...stored, kind: 'system', change: 'created' };
    case 'topic':
      return { ...stored, kind: 'system', change: 'topic', value: event.topic };
    case 'room-renamed':
      return { ...stored, kind: 'system', change: 'renamed', value: event.name };
    default:
      return unreachable(event);
  }
}
