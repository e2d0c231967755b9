import { type ChatState, mentionCount, type RoomState, roomOf, shownRooms, unreadCount } from '@securechat/client';
import { cleanLine } from '../text/clean.ts';
import { padRow, type Row, span, type Tone } from '../text/rows.ts';
import { fit, widthOf } from '../text/width.ts';
import { composerOf, type UiState } from './ui-state.ts';

type Marks = {
  readonly shown: boolean;
  readonly muted: boolean;
  readonly unread: number;
  readonly mentions: number;
  readonly draft: boolean;
};

const bounded = (count: number) => (count > 999 ? '999+' : String(count));

function nameTone({ shown, muted, unread, mentions }: Marks): Tone {
  if (shown) return 'selected';
  // Whoever mutes a room still wants to know of being named.
  if (muted && mentions === 0) return 'muted';
  return unread > 0 ? 'strong' : 'plain';
}

function roomRow(room: RoomState, marks: Marks, columns: number): Row {
  const { shown, muted, unread, mentions, draft } = marks;
  const pencil = draft && !shown ? ' ✎' : '';
  const named = mentions > 0 ? ` @${bounded(mentions)}` : '';
  const count = unread > mentions ? ` ${bounded(unread)}` : '';
  const taken = widthOf(pencil) + widthOf(named) + widthOf(count) + 1;
  const name = fit(`${shown ? '>' : ' '}#${cleanLine(room.id)}`, columns - taken);
  const gap = ' '.repeat(Math.max(0, columns - widthOf(name) - taken));
  const marked = (text: string, tone: Tone) => (text === '' ? [] : [span(text, shown ? 'selected' : tone)]);
  return padRow(
    [
      span(`${name}${gap}`, nameTone(marks)),
      ...marked(pencil, 'warning'),
      ...marked(named, 'mention'),
      ...marked(count, muted ? 'muted' : 'warning'),
      span(' ', shown ? 'selected' : 'plain'),
    ],
    columns,
  );
}

/**
 * The room list as rows: the shown room is always among them, rooms where something is being written have a pencil, muted ones are
 * dimmed. A number alone is unread messages, with an `@` before it those that name the reader.
 */
export function roomRows(
  {
    ui,
    chat,
    isMuted,
  }: { readonly ui: UiState; readonly chat: ChatState; readonly isMuted: (room: string) => boolean },
  shown: RoomState | undefined,
  columns: number,
  rows: number,
): Row[] {
  const all = shownRooms(chat);
  const at = Math.max(0, shown ? all.indexOf(shown.id) : 0);
  const from = Math.max(0, Math.min(at - Math.floor(rows / 2), all.length - rows));
  return all.slice(from, from + rows).map((id) => {
    const room = roomOf(chat, id);
    const marks = {
      shown: id === shown?.id,
      muted: isMuted(id),
      unread: unreadCount(room, chat.me),
      mentions: mentionCount(room, chat.me),
      draft: composerOf(ui, id).text.trim() !== '',
    };
    return roomRow(room, marks, columns);
  });
}
