import { mentionCount, type RoomState, roomOf, shownRooms, unreadCount } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import type { RoomId } from '@securechat/protocol';
import { linkMark, type ServerState, shortName } from '../chat/state/servers.ts';
import { composerOf } from '../chat/state/ui-state.ts';
import { cleanLine } from '../text/clean.ts';
import { padRow, type Row, span, type Tone } from '../text/rows.ts';
import { fit, widthOf } from '../text/width.ts';

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
  // A mention counts in a muted room, too.
  if (muted && mentions === 0) return 'muted';
  return unread > 0 ? 'strong' : 'plain';
}

function roomRow(room: RoomState, marks: Marks, columns: number): Row {
  const { shown, muted, unread, mentions, draft } = marks;
  const pencil = draft && !shown ? ' ✎' : '';
  const named = mentions > 0 ? ` @${bounded(mentions)}` : '';
  const count = unread > mentions ? ` ${bounded(unread)}` : '';
  const taken = widthOf(pencil) + widthOf(named) + widthOf(count) + 1;
  const name = fit(`${shown ? '>' : ' '}${roomLabel(room)}`, columns - taken);
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

/** A server whose rooms are listed. */
type Listed = Pick<ServerState, 'name' | 'chat' | 'ui'>;
type RoomLine = { readonly server: Listed; readonly room?: RoomId };

/** Every line of the list: the rooms, below the names of their servers if there are several. */
function linesOf(open: readonly Listed[]): RoomLine[] {
  return open.flatMap((server): RoomLine[] => {
    const rooms = shownRooms(server.chat).map((room) => ({ server, room }));
    return open.length > 1 ? [{ server }, ...rooms] : rooms;
  });
}

/** A server's name, and the state of its link unless it is online. */
function headingRow({ name, chat }: Listed, columns: number): Row {
  const mark = linkMark(chat.link);
  const taken = mark === '' ? 0 : widthOf(mark) + 2;
  const words = fit(cleanLine(shortName(name)), columns - taken);
  const gap = ' '.repeat(Math.max(0, columns - widthOf(words) - taken) + (mark === '' ? 0 : 1));
  return padRow([span(words, 'muted'), span(gap), span(mark, 'warning')], columns);
}

type List = {
  readonly open: readonly Listed[];
  /** The name of the shown server. */
  readonly here: string;
  readonly isMuted: (room: RoomState) => boolean;
};

/**
 * The room list as rows, always including the shown room. Rooms with a draft have a pencil, muted ones are dimmed. A plain number counts
 * unread messages, one with `@` mentions of the reader. With several servers, each has a heading.
 */
export function roomRows(
  { open, here, isMuted }: List,
  shown: RoomId | undefined,
  columns: number,
  rows: number,
): Row[] {
  const all = linesOf(open);
  const isShown = ({ server, room }: RoomLine) => room !== undefined && room === shown && server.name === here;
  const at = Math.max(0, all.findIndex(isShown));
  const from = Math.max(0, Math.min(at - Math.floor(rows / 2), all.length - rows));
  return all.slice(from, from + rows).map((line) => {
    const { server, room: id } = line;
    if (id === undefined) return headingRow(server, columns);
    const room = roomOf(server.chat, id);
    const marks = {
      shown: isShown(line),
      muted: isMuted(room),
      unread: unreadCount(room, server.chat.me),
      mentions: mentionCount(room, server.chat.me),
      draft: composerOf(server.ui, id).text.trim() !== '',
    };
    return roomRow(room, marks, columns);
  });
}
