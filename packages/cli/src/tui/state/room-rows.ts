import { type ChatState, type RoomState, roomOf, shownRooms, unreadCount } from '@securechat/client';
import { cleanLine } from '../text/clean.ts';
import { padRow, type Row, span } from '../text/rows.ts';
import { fit, widthOf } from '../text/width.ts';

function roomRow(room: RoomState, shown: boolean, unread: number, columns: number): Row {
  const count = unread > 0 ? ` ${unread > 999 ? '999+' : unread}` : '';
  const name = fit(`${shown ? '>' : ' '}#${cleanLine(room.id)}`, columns - widthOf(count) - 1);
  const gap = ' '.repeat(Math.max(0, columns - widthOf(name) - widthOf(count) - 1));
  const tone = shown ? 'selected' : unread > 0 ? 'strong' : 'plain';
  return padRow([span(`${name}${gap}`, tone), span(`${count} `, shown ? 'selected' : 'warning')], columns);
}

/** The room list as rows: the shown room is always among them. */
export function roomRows(chat: ChatState, shown: RoomState | undefined, columns: number, rows: number): Row[] {
  const all = shownRooms(chat);
  const at = Math.max(0, shown ? all.indexOf(shown.id) : 0);
  const from = Math.max(0, Math.min(at - Math.floor(rows / 2), all.length - rows));
  return all.slice(from, from + rows).map((id) => {
    const room = roomOf(chat, id);
    return roomRow(room, id === shown?.id, unreadCount(room, chat.me), columns);
  });
}
