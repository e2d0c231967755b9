import {
  type ChatState,
  type Entry,
  isBlocked,
  isForMe,
  notifyLevelOf,
  roomOf,
  unreadCountsOf,
} from '@securechat/client';
import { roomHandle } from '@securechat/client/present';
import type { RoomId, RoomKind } from '@securechat/protocol';
import { roomSettings, type Settings } from '../../settings/table.ts';
import { markedWords } from '../state/marked-words.ts';

/** The settings that control notifications. */
export type NotificationSettings = Pick<Settings, 'notify' | 'notifyCommand' | 'doNotDisturb' | 'rooms'> &
  Partial<Pick<Settings, 'highlight'>>;

/** Why a message notifies: it mentions the user or has one of their words, it is in a direct room, or all messages of its room do. */
export type NotificationKind = 'mention' | 'direct' | 'message';

/** What a notification depends on besides the event. */
export type RoomNotifications = {
  /** The user, their notification levels, and whom they have blocked. */
  readonly chat: Pick<ChatState, 'me' | 'userState'>;
  /** The room on the screen; undefined while another program has the terminal. */
  readonly shown: RoomId | undefined;
  /** The kind of the message's room, and its handle. */
  readonly kindOf: (room: RoomId) => RoomKind;
  readonly nameOf: (room: RoomId) => string;
  /** Whether the terminal has the focus. */
  readonly focused: boolean;
  readonly settings: NotificationSettings;
};

/** Which messages of a room notify: as the user has chosen for all devices, or else as this device's settings say. */
function levelOf(chat: Pick<ChatState, 'userState'>, room: RoomId, name: string, settings: NotificationSettings) {
  const { notify, muted } = roomSettings(settings, name);
  return muted ? 'none' : (notifyLevelOf(chat, room) ?? notify);
}

/** Whether an event notifies, and why. */
export function notificationFor(
  entry: Entry,
  { chat, shown, kindOf, nameOf, focused, settings }: RoomNotifications,
): NotificationKind | undefined {
  const { me } = chat;
  if (entry.kind !== 'message' || entry.author === me || isBlocked(chat, entry.author)) return undefined;
  if (settings.doNotDisturb || settings.notify === 'off') return undefined;
  if (focused && entry.room === shown) return undefined;
  const notify = levelOf(chat, entry.room, nameOf(entry.room), settings);
  if (notify === 'none') return undefined;
  const kind = kindOf(entry.room);
  if (isForMe(kind, entry, { me, words: markedWords(chat, settings) })) return kind === 'direct' ? 'direct' : 'mention';
  return notify === 'all' ? 'message' : undefined;
}

/** The number of unread messages that would notify. */
export function waitingCount(chat: ChatState, settings: NotificationSettings): number {
  let count = 0;
  for (const id of chat.rooms) {
    const room = roomOf(chat, id);
    const level = levelOf(chat, id, roomHandle(room), settings);
    if (level === 'none') continue;
    const { unread, mentions } = unreadCountsOf(room, chat.me, chat.userState);
    count += level === 'all' ? unread : mentions;
  }
  return count;
}
