export type {
  ChatClient,
  ChatClientOptions,
  EventPlace,
  Failure,
  LogPage,
  MentionPage,
  Notice,
  Page,
  ProfileChange,
  SentMessage,
  Session,
} from './api.ts';
export { absentCommand, commandAliases } from './chat/command-aliases.ts';
export { linksIn, safeUrl, type TextLink } from './chat/links.ts';
export type { List } from './chat/list.ts';
export type { ChatState, LinkView, PendingMessage, People, RoomState } from './chat/model.ts';
export { isAtEnd } from './chat/pending.ts';
export { personIn } from './chat/people.ts';
export { emptyState } from './chat/reducer.ts';
export { isCodeOf, type RoomCode, roomCodeIn, roomLink } from './chat/room-link.ts';
export { type RoomSection, type RoomSort, recentRooms, roomSections, roomsInOrder } from './chat/room-list.ts';
export { type MemberActions, mayIn, memberActions, messageActions } from './chat/room-permissions.ts';
export { isListed, onlineOther, roomOf, shownRooms } from './chat/selectors.ts';
export { readSlash, type SlashInput, typedMessage, typedOf, unknownCommand } from './chat/slash.ts';
export {
  attentionOf,
  isAnnounced,
  isForMe,
  mentionCount,
  mentions,
  mentionsIn,
  roomsWithNews,
  type UnreadCounts,
  unreadCount,
  unreadCountsOf,
} from './chat/unread.ts';
export { createChatClient } from './chat-client.ts';
export type { CursorPosition } from './cursors.ts';
export { Emitter } from './emitter.ts';
export { IdleWatch } from './idle-watch.ts';
export { cacheWith } from './layered-cache.ts';
export { sayDialFailure } from './link/dial-failure.ts';
export type {
  Cache,
  CachedBatch,
  CachedChat,
  CachedRoom,
  Clock,
  Dialer,
  DialFailure,
  OutboxStore,
  Socket,
  SocketEvents,
  StoredChange,
  StoredStateEntry,
  StoredUserState,
  UserStateStore,
} from './ports.ts';
export { type Entry, entryOf, type MessageEntry, type PresenceEntry, type SystemEntry } from './timeline/entry.ts';
export {
  type CurrentEvent,
  changedEvent,
  isMessageChange,
  type MessageChangeEvent,
} from './timeline/message-changes.ts';
export { beginsWithJoin, oldestSeq } from './timeline/oldest.ts';
export { blockChange, blockedUsers, isBlocked } from './user-state/blocked.ts';
export { hideChange, isHidden, showChange } from './user-state/hidden-rooms.ts';
export { addHighlightWords, highlightChange, readHighlightWord } from './user-state/highlight-change.ts';
export { highlightWords } from './user-state/highlight-words.ts';
export { MemoryUserStateStore } from './user-state/memory-store.ts';
export { type Level, levels, notifyChange, notifyLevelOf } from './user-state/notify-level.ts';
export { isStarred, starChange } from './user-state/stars.ts';
export { withEntries } from './user-state/user-state.ts';
