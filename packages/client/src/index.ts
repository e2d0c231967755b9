export type { ChatClient, ChatClientOptions, Failure, Notice, Page, SentMessage, Session } from './api.ts';
export { absentCommand, commandAliases } from './chat/command-aliases.ts';
export { linksIn, safeUrl, type TextLink } from './chat/links.ts';
export type { List } from './chat/list.ts';
export type { ChatState, LinkView, PendingMessage, RoomState } from './chat/model.ts';
export { emptyState } from './chat/reducer.ts';
export { roomOf, shownRooms } from './chat/selectors.ts';
export { readSlash, type SlashInput, typedMessage, unknownCommand } from './chat/slash.ts';
export { mentionCount, mentions, mentionsIn, roomsWithNews, unreadCount, unreadCountsOf } from './chat/unread.ts';
export { createChatClient } from './chat-client.ts';
export { Emitter } from './emitter.ts';
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
} from './ports.ts';
export { type Entry, entryOf, type MessageEntry, type PresenceEntry, type SystemEntry } from './timeline/entry.ts';
export { beginsWithJoin, oldestSeq } from './timeline/oldest.ts';
