import {
  type ChatState,
  isAtEnd,
  isListed,
  type PendingMessage,
  type RoomState,
  roomOf,
  shownRooms,
} from '@securechat/client';
import { isCalled } from '@securechat/client/present';
import { generalRoom, type RoomId } from '@securechat/protocol';
import type { Composer } from './composer.ts';
import { composerOf, type UiState } from './ui-state.ts';

/** The state of one server and of its screen. */
type Both = { readonly ui: UiState; readonly chat: ChatState };

/** The room on the screen: the chosen one, else `#general`, else the first; undefined before it has arrived. */
export function shownRoom({ ui, chat }: Both): RoomState | undefined {
  const rooms = shownRooms(chat);
  // The first catch-up adds rooms one by one; text typed during it is not meant for any of them.
  const comeAll = chat.link.status !== 'online' || chat.lastSync !== undefined;
  const chosen = ui.room ?? (ui.wanted === undefined ? generalRoom : wantedRoom({ ui, chat })?.id);
  const wanted = comeAll ? [chosen, generalRoom, rooms[0]] : [chosen];
  const id = wanted.find((room) => room !== undefined && rooms.includes(room));
  return id === undefined ? undefined : roomOf(chat, id);
}

/** The room that was wanted by name, if it has arrived and no other one was chosen. */
export function wantedRoom({ ui, chat }: Both): RoomState | undefined {
  return ui.room === undefined && ui.wanted !== undefined ? roomNamed(chat, ui.wanted) : undefined;
}

/** The id of the shown room; empty if there is none, which is also the key of the composer until then. */
export function shownRoomId(both: Both): RoomId | '' {
  return shownRoom(both)?.id ?? '';
}

/** The composer on the screen. */
export function shownComposer(both: Both): Composer {
  return composerOf(both.ui, shownRoomId(both));
}

/** What is shown below a room's timeline: unconfirmed and refused messages, and refused changes of messages. */
export function pendingIn(chat: ChatState, room: string): readonly PendingMessage[] {
  return chat.pending.filter((message) => message.room === room && isAtEnd(message));
}

/** The user's room that they mean by what they typed (`isCalled`); of several, the public one, else the first. */
export function roomNamed(chat: Pick<ChatState, 'byRoom' | 'userState'>, typed: string): RoomState | undefined {
  const rooms = Object.values<RoomState>(chat.byRoom);
  const called = rooms.filter((room) => isListed(room, chat.userState) && isCalled(room, typed));
  return called.find(({ kind }) => kind === 'public') ?? called.find(({ name }) => name !== undefined) ?? called[0];
}
