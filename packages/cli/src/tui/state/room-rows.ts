import { type ChatState, type RoomState, roomOf, shownRooms, unreadCount } from '@securechat/client';
import { cleanLine } from '../text/clean.ts';
import { padRow, type Row, span } from '../text/rows.ts';
import { fit, widthOf } from '../text/width.ts';
import { composerOf, type UiState } from './ui-state.ts';

type Marks = { readonly shown: boolean; readonly unread: number; readonly draft: boolean };

function roomRow(room: RoomState, { shown, unread, draft }: Marks, columns: number): Row {
  const number = unread > 0 ? ` ${unread > 999 ? '999+' : unread}` : '';
  const count = `${draft && !shown ? ' ✎' : ''}${number}`;
  const name = fit(`${shown ? '>' : ' '}#${cleanLine(room.id)}`, columns - widthOf(count) - 1);
  const gap = ' '.repeat(Math.max(0, columns - widthOf(name) - widthOf(count) - 1));
  const tone = shown ? 'selected' : unread > 0 ? 'strong' : 'plain';
  return padRow([span(`${name}${gap}`, tone), span(`${count} `, shown ? 'selected' : 'warning')], columns);
}

/** The room list as rows: the shown room is always among them, and rooms where something is being written have a pencil. */
export function roomRows(
  { ui, chat }: { readonly ui: UiState; readonly chat: ChatState },
  shown: RoomState | undefined,
  columns: number,
  rows: number,
): Row[] {
  const all = shownRooms(chat);
  const at = Math.max(0, shown ? all.indexOf(shown.id) : 0);
  const from = Math.max(0, Math.min(at - Math.floor(rows / 2), all.length - rows));
  return all.slice(from, from + rows).map((id) => {
    const room = roomOf(chat, id);
    const draft = composerOf(ui, id).text.trim() !== '';
    return roomRow(room, { shown: id === shown?.id, unread: unreadCount(room, chat.me), draft }, columns);
  });
}
