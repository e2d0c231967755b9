import { type ChatState, type Entry, mentionCount, mentions, unreadCount } from '@securechat/client';
import type { RoomId, UserId } from '@securechat/protocol';
import { roomSettings, type Settings } from '../../settings/table.ts';

/** The settings that control notifications. */
export type NotificationSettings = Pick<Settings, 'notify' | 'notifyCommand' | 'doNotDisturb' | 'rooms'>;

/** Why a message notifies: it mentions the user, or all messages of its room do. */
export type NotificationKind = 'mention' | 'message';

/** What a notification depends on besides the event. */
export type RoomNotifications = {
  readonly me: UserId | undefined;
  /** The room on the screen; undefined while another program has the terminal. */
  readonly shown: RoomId | undefined;
  /** The name of the message's room. */
  readonly nameOf: (room: RoomId) => string;
  /** Whether the terminal has the focus. */
  readonly focused: boolean;
  readonly settings: NotificationSettings;
};

/** Whether an event notifies, and why. */
export function notificationFor(
  entry: Entry,
  { me, shown, nameOf, focused, settings }: RoomNotifications,
): NotificationKind | undefined {
  if (entry.kind !== 'message' || entry.author === me) return undefined;
  if (settings.doNotDisturb || settings.notify === 'off') return undefined;
  if (focused && entry.room === shown) return undefined;
  const { notify, muted } = roomSettings(settings, nameOf(entry.room));
  if (muted || notify === 'none') return undefined;
  const named = me !== undefined && entry.text !== undefined && mentions(entry.text, me);
  if (named) return 'mention';
  return notify === 'all' ? 'message' : undefined;
}

/** The number of unread messages that would notify. */
export function waitingCount({ rooms, byRoom, me }: ChatState, settings: NotificationSettings): number {
  let count = 0;
  for (const id of rooms) {
    const room = byRoom[id];
    const { notify, muted } = roomSettings(settings, room?.name ?? '');
    if (!room || muted || notify === 'none') continue;
    count += notify === 'all' ? unreadCount(room, me) : mentionCount(room, me);
  }
  return count;
}
