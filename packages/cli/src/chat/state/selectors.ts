import { type ChatState, type PendingMessage, type RoomState, roomOf, shownRooms } from '@securechat/client';
import { generalRoom, isRoomId, type RoomId } from '@securechat/protocol';
import type { Composer } from './composer.ts';
import { composerOf, type UiState } from './ui-state.ts';

/** The state of one server and of its screen. */
type Both = { readonly ui: UiState; readonly chat: ChatState };

/** The room on the screen: the chosen one, or else `#general`, or the first; none before it has come. */
export function shownRoom({ ui, chat }: Both): RoomState | undefined {
  const rooms = shownRooms(chat);
  // The first catch-up brings the rooms one by one, and what is typed meanwhile is not meant for any of them.
  const comeAll = chat.link.status !== 'online' || chat.lastSync !== undefined;
  const wanted = comeAll ? [ui.room, generalRoom, rooms[0]] : [ui.room ?? generalRoom];
  const id = wanted.find((room) => room !== undefined && rooms.includes(room));
  return id === undefined ? undefined : roomOf(chat, id);
}

/** The id of the room on the screen; empty where there is none, as the composer is named that is used until then. */
export function shownRoomId(both: Both): RoomId | '' {
  return shownRoom(both)?.id ?? '';
}

/** What is being written on the screen. */
export function shownComposer(both: Both): Composer {
  return composerOf(both.ui, shownRoomId(both));
}

/** A room's messages without an answer, and its refused ones. */
export function pendingIn(chat: ChatState, room: string): readonly PendingMessage[] {
  return chat.pending.filter((message) => message.room === room);
}

/** The room that a person names, with or without `#`; nothing where it can be no room's name. */
export function roomNamed(name: string | undefined): RoomId | undefined {
  const id = name?.replace(/^#/, '').toLowerCase();
  return id !== undefined && isRoomId(id) ? id : undefined;
}
