import {
  attentionOf,
  notifyLevelOf,
  onlineOther,
  type RoomSection,
  type RoomSort,
  type RoomState,
  roomOf,
  roomSections,
} from '@securechat/client';
import { labelAmong } from '@securechat/client/present';
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
  /** The other person of a direct room is online. */
  readonly online: boolean;
  readonly archived: boolean;
};

const bounded = (count: number) => (count > 999 ? '999+' : String(count));

function nameTone({ shown, muted, archived, unread, mentions }: Marks): Tone {
  if (shown) return 'selected';
  // A mention counts in a muted room, too.
  if ((muted || archived) && mentions === 0) return 'muted';
  return unread > 0 ? 'strong' : 'plain';
}

function roomRow(label: string, room: RoomState, marks: Marks, columns: number): Row {
  const { shown, muted, unread, mentions, draft, online, archived } = marks;
  const pencil = draft && !shown ? ' ✎' : '';
  const dot = online ? ' ●' : '';
  const closed = archived ? ' ⊘' : '';
  // The label of a direct room says already that its messages are for the reader.
  const named = mentions > 0 ? ` ${room.kind === 'direct' ? '' : '@'}${bounded(mentions)}` : '';
  const count = unread > mentions ? ` ${bounded(unread)}` : '';
  const taken = widthOf(dot) + widthOf(closed) + widthOf(pencil) + widthOf(named) + widthOf(count) + 1;
  const name = fit(`${shown ? '>' : ' '}${label}`, columns - taken);
  const gap = ' '.repeat(Math.max(0, columns - widthOf(name) - taken));
  const marked = (text: string, tone: Tone) => (text === '' ? [] : [span(text, shown ? 'selected' : tone)]);
  return padRow(
    [
      span(name, nameTone(marks)),
      ...marked(dot, 'good'),
      ...marked(closed, 'muted'),
      span(gap, nameTone(marks)),
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
type RoomLine = { readonly server: Listed; readonly room?: RoomId; readonly section?: RoomSection['kind'] };

const sectionTitles: Readonly<Record<RoomSection['kind'], string>> = {
  favourites: 'Favourites',
  rooms: 'Rooms',
  direct: 'Direct',
};

/** Every line of the list: the rooms in their sections, below the names of their servers if there are several. */
function linesOf(open: readonly Listed[], sort: RoomSort): RoomLine[] {
  return open.flatMap((server): RoomLine[] => {
    const sections = roomSections(server.chat, sort);
    const lines = sections.flatMap(({ kind, rooms }): RoomLine[] => {
      const listed = rooms.map((room) => ({ server, room }));
      return sections.length > 1 ? [{ server, section: kind }, ...listed] : listed;
    });
    return open.length > 1 ? [{ server }, ...lines] : lines;
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
  readonly sort: RoomSort;
  /** Whether the settings of this device mute a room. */
  readonly isMuted: (room: RoomState) => boolean;
};

/**
 * The room list as rows, always including the shown room. Rooms with a draft have a pencil, muted ones are dimmed, archived ones are dimmed
 * with a crossed circle, and a direct room with a person who is online has a dot. A plain number counts
 * unread messages, one with `@` mentions of the reader. Several sections have headings, and so have several servers.
 */
export function roomRows(
  { open, here, sort, isMuted }: List,
  shown: RoomId | undefined,
  columns: number,
  rows: number,
): Row[] {
  const all = linesOf(open, sort);
  const isShown = ({ server, room }: RoomLine) => room !== undefined && room === shown && server.name === here;
  const at = Math.max(0, all.findIndex(isShown));
  const from = Math.max(0, Math.min(at - Math.floor(rows / 2), all.length - rows));
  return all.slice(from, from + rows).map((line) => {
    const { server, room: id, section } = line;
    if (section !== undefined) return padRow([span(fit(` ${sectionTitles[section]}`, columns), 'muted')], columns);
    if (id === undefined) return headingRow(server, columns);
    const room = roomOf(server.chat, id);
    const { unread, mentions } = attentionOf(server.chat, id);
    const marks = {
      shown: isShown(line),
      muted: isMuted(room) || notifyLevelOf(server.chat, id) === 'none',
      unread,
      mentions,
      draft: composerOf(server.ui, id).text.trim() !== '',
      online: onlineOther(server.chat, room) !== undefined,
      archived: room.archived === true,
    };
    return roomRow(labelAmong(server.chat, room), room, marks, columns);
  });
}
