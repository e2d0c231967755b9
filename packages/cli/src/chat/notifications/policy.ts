import { type ChatState, type Entry, mentionCount, mentions, unreadCount } from '@securechat/client';
import type { RoomId, UserId } from '@securechat/protocol';
import { roomSettings, type Settings } from '../../settings/table.ts';

/** The settings that say of what, and how, the user is told. */
export type NotificationSettings = Pick<Settings, 'notify' | 'notifyCommand' | 'doNotDisturb' | 'rooms'>;

/** Why the user is told of a message: it names them, or everything in its room is told. */
export type NotificationKind = 'mention' | 'message';

/** What decides, beside the event itself. */
export type RoomNotifications = {
  readonly me: UserId | undefined;
  /** The room on the screen; none while another program has the terminal. */
  readonly shown: RoomId | undefined;
  /** Whether keys that are pressed now go to this terminal. */
  readonly focused: boolean;
  readonly settings: NotificationSettings;
};

/** Whether the user is to be notified of what has just happened, and why. */
export function notificationFor(
  entry: Entry,
  { me, shown, focused, settings }: RoomNotifications,
): NotificationKind | undefined {
  if (entry.kind !== 'message' || entry.author === me) return undefined;
  if (settings.doNotDisturb || settings.notify === 'off') return undefined;
  if (focused && entry.room === shown) return undefined;
  const { notify, muted } = roomSettings(settings, entry.room);
  if (muted || notify === 'none') return undefined;
  const named = me !== undefined && entry.text !== undefined && mentions(entry.text, me);
  if (named) return 'mention';
  return notify === 'all' ? 'message' : undefined;
}

/** How many unread messages there are that the user would be told of. */
export function waitingCount({ rooms, byRoom, me }: ChatState, settings: NotificationSettings): number {
  let count = 0;
  for (const id of rooms) {
    const room = byRoom[id];
    const { notify, muted } = roomSettings(settings, id);
    if (!room || muted || notify === 'none') continue;
    count += notify === 'all' ? unreadCount(room, me) : mentionCount(room, me);
  }
  return count;
}
