import { type ChatState, type RoomState, shownRooms, unreadCountsOf } from '@securechat/client';
import {
  beginningSentence,
  isNotes,
  labelAmong,
  labelInSentence,
  membersInWords,
  roomHandle,
  roomTraits,
} from '@securechat/client/present';
import type { Layout } from '../chat/chat-context.ts';
import { completionOf, completionRows } from '../chat/completion/completion.ts';
import { cancelKey, defaultKeymap } from '../chat/keys/keymap.ts';
import { sayKey } from '../chat/keys/names.ts';
import { markedWords } from '../chat/state/marked-words.ts';
import type { Overlay } from '../chat/state/overlay.ts';
import { divide, maxComposerRows, tooSmall, tooSmallMessage } from '../chat/state/screen-size.ts';
import { isPicked, type Selecting, selectingIn } from '../chat/state/selecting.ts';
import { pendingIn, shownComposer, shownRoom } from '../chat/state/selectors.ts';
import { placesOf, several } from '../chat/state/servers.ts';
import type { View } from '../chat/state/view.ts';
import { type Lines, windowRows } from '../chat/window.ts';
import { defaultSettings, roomSettings } from '../settings/table.ts';
import { cleanLine } from '../text/clean.ts';
import { hang } from '../text/hanging-indent.ts';
import { fitRow, padRow, type Row, rowWidth, span } from '../text/rows.ts';
import { fit, widthOf } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';
import { type ComposerView, composerRows } from './composer-rows.ts';
import { editingRow } from './editing-row.ts';
import { hints } from './hints.ts';
import { memberRows } from './member-rows.ts';
import { pickerHint, pickerRows } from './picker-rows.ts';
import { roomRows } from './room-rows.ts';
import { selectHint } from './select-hint.ts';
import { isHere, type Marks } from './selection-gutter.ts';
import { statusRow } from './status.ts';
import { beginningRows, timelineLines } from './timeline-lines.ts';

/** The whole screen as rows, as the panes draw it. */
export type Frame =
  | { readonly kind: 'too-small'; readonly rows: readonly Row[] }
  | {
      readonly kind: 'chat';
      readonly list: { readonly columns: number; readonly rows: readonly Row[] };
      readonly header: Row;
      /** The members of the room, at the right. */
      readonly members: { readonly columns: number; readonly rows: readonly Row[] };
      readonly main: { readonly columns: number; readonly height: number; readonly rows: readonly Row[] };
      readonly info: readonly Row[];
      readonly composer: ComposerView;
      readonly status: Row;
      /** The position of the cursor on the screen. */
      readonly cursor: { readonly x: number; readonly y: number };
    };

const maxInfoRows = 3;

function infoRows({ ui, chat, size, keymap = defaultKeymap }: View, room: RoomState | undefined): Row[] {
  const { remark, overlay, anchor, picker, chord } = ui;
  if (chord !== undefined) return [[span(` ${sayKey(chord)} …`, 'muted')]];
  if (picker) return [[span(` ${pickerHint(picker)}`, 'muted')]];
  if (remark) {
    const lines = wrap(cleanLine(remark.text), size.columns - 1).slice(0, Math.min(maxInfoRows, size.rows - 7));
    return lines.map((line) => [span(` ${line}`, remark.tone)]);
  }
  if (overlay) return [[span(' PageUp/PageDown to scroll, Esc to close', 'muted')]];
  const selecting = selectingIn(ui.selecting, room);
  const unread = room ? unreadCountsOf(room, chat.me, chat.userState).unread : 0;
  if (selecting && room) return [[span(selectHint(selecting, room, unread, keymap, size.columns), 'warning')]];
  if (anchor && room) {
    return [[span(` scrolled back${unread > 0 ? `, ${unread} new below` : ''}; End shows the newest`, 'warning')]];
  }
  const { text, elsewhere, editing } = shownComposer({ ui, chat });
  if (editing) return [editingRow(editing, cancelKey(keymap), size.columns)];
  const takeKey = keymap.keysOf('take-draft')[0];
  if (room && takeKey !== undefined && chat.otherDrafts.has(room.id)) {
    return [[span(` draft from another device · ${sayKey(takeKey)} takes it`, 'warning')]];
  }
  if (text !== '' && text === elsewhere) return [[span(' this draft is from another device', 'muted')]];
  const typing = room?.typing.filter((user) => user !== chat.me).map(cleanLine) ?? [];
  if (typing.length > 3) return [[span(` ${typing.length} people are typing`, 'muted')]];
  if (typing.length > 0) return [[span(` ${typing.join(', ')} ${typing.length > 1 ? 'are' : 'is'} typing`, 'muted')]];
  return ui.vim === 'normal' ? [[span(' normal mode', 'muted')]] : [[]];
}

/** Whether the other person of a direct room is online. */
function directWords(room: RoomState): string {
  const { online, with: people = [] } = room;
  if (isNotes(room)) return 'only you can read them';
  return people.some((user) => online.includes(user)) ? 'online' : '';
}

function headerRow(chat: ChatState, room: RoomState | undefined, columns: number): Row {
  if (!room) return fitRow([span(' No room yet: /join ROOM', 'muted')], columns);
  const name = fitRow([span(` ${labelAmong(chat, room)}`, 'strong')], columns);
  const { members, online } = room;
  // In a direct room everybody is named by its label.
  const people =
    room.kind === 'direct'
      ? directWords(room)
      : online.length > 0
        ? `${online.length} of ${members} online`
        : membersInWords(members);
  const gap = 2;
  const free = columns - rowWidth(name) - gap - gap - widthOf(people) - 1;
  if (free < 0) return fitRow([...name, span(`  ${people}`, 'muted')], columns);
  const topic = padRow([span(fit(roomTraits(room).join('  '), free), 'muted')], free + gap);
  return padRow([...name, span(' '.repeat(gap)), ...topic, span(people, 'muted')], columns);
}

/** Divides the terminal for what is to be shown now. */
function layoutOf(view: View) {
  const room = shownRoom(view);
  const info = infoRows(view, room).map((row) => fitRow(row, view.size.columns));
  const typed = shownComposer(view);
  const composer = composerRows(typed, view.size.columns, maxComposerRows(view.size));
  const screen = divide(view.size, { infoRows: info.length, composerRows: composer.rows.length });
  return { room, info, composer, ...screen };
}

function marksOf(selecting: Selecting): Marks {
  return { at: selecting.at, isPicked: (seq) => isPicked(selecting, seq) };
}

function linesOf(view: View, room: RoomState | undefined, columns: number): Lines {
  const { ui, chat, nowMs, settings = defaultSettings, keymap = defaultKeymap } = view;
  const { readFrom, foldToggled, opened } = ui;
  const key = keymap.keysOf('open-message')[0];
  const selecting = selectingIn(ui.selecting, room);
  const source = {
    room: room ? labelInSentence(room) : '',
    timeline: room?.timeline ?? [],
    pending: room ? pendingIn(chat, room.id) : [],
    me: chat.me,
    nowMs,
    timeFormat: settings.timeFormat,
    highlight: markedWords(chat, settings),
    fold: settings.foldSystemLines !== foldToggled,
    away: readFrom && readFrom.room === room?.id ? { readUpTo: readFrom.seq, backMs: readFrom.atMs } : undefined,
    marks: selecting && marksOf(selecting),
    beginning: room && beginningSentence(room, chat.me),
    long: { opened, hint: key === undefined ? '' : `${sayKey(key)} to expand` },
    blocked: chat.userState.block,
    numberOf: room && view.links?.inline ? view.links.numbers.in(room.id).of : undefined,
  };
  return timelineLines(source, columns);
}

function timelineRowsOf(view: View, room: RoomState | undefined, columns: number, height: number): readonly Row[] {
  const lines = linesOf(view, room, columns);
  if (room && lines.count === 0) return beginningRows(beginningSentence(room, view.chat.me), columns);
  return windowRows(lines, height, view.ui.anchor);
}

/** The width of the terms below a heading, at most half of the pane. */
function termColumns(lines: Overlay['lines'], from: number, columns: number): number {
  const end = lines.findIndex(({ heading }, i) => i >= from && heading);
  const widths = lines.slice(from, end < 0 ? undefined : end).map(({ term }) => widthOf(term ?? ''));
  return Math.min(Math.floor(columns / 2), Math.max(0, ...widths));
}

/** An overlay's text at this width, with a free column before the pane beside it. */
function overlayRows({ title, lines }: Overlay, columns: number): Row[] {
  const width = columns - 1;
  let terms = termColumns(lines, 0, width);
  const body = lines.flatMap(({ term, text, heading }, i) => {
    if (heading) {
      terms = termColumns(lines, i + 1, width);
      return [[], fitRow([span(` ${text}`, 'strong')], width)];
    }
    if (term === undefined) return hang([span('  ')], text, 'plain', width);
    return hang([span('  '), ...padRow([span(term, 'strong')], terms), span('  ')], text, 'plain', width);
  });
  return [fitRow([span(` ${title}`, 'strong')], width), ...body];
}

/** What can be scrolled on this screen. */
export const layout: Layout = {
  scrolls: true,
  timeline: (view) => {
    const { room, textColumns, timelineRows } = layoutOf(view);
    return { lines: linesOf(view, room, textColumns), height: timelineRows };
  },
  overlay: (view) => {
    const { mainColumns, timelineRows } = layoutOf(view);
    const rows = view.ui.overlay ? overlayRows(view.ui.overlay, mainColumns).length : 0;
    return { maxTop: Math.max(0, rows - timelineRows), height: timelineRows };
  },
};

/** Rows with others covering the lowest of them: nothing moves when a list opens and closes. */
function covered(rows: readonly Row[], by: readonly Row[], height: number): readonly Row[] {
  if (by.length === 0) return rows;
  const filled = [...rows, ...Array<Row>(Math.max(0, height - rows.length)).fill([])];
  return [...filled.slice(0, height - by.length), ...by];
}

/** The room with presence, which is unknown without a connection. */
function presentIn(room: RoomState | undefined, { link }: ChatState): RoomState | undefined {
  return room && link.status !== 'online' ? { ...room, online: [] } : room;
}

type Beside = { readonly listColumns: number; readonly membersColumns: number; readonly height: number };

/** The panes beside the timeline. A pane with 0 columns is hidden. */
function panes(view: View, room: RoomState | undefined, { listColumns, membersColumns, height }: Beside) {
  const { ui, chat, serverName, servers, settings = defaultSettings } = view;
  const isMuted = (of: RoomState) => roomSettings(settings, roomHandle(of)).muted;
  const { sort } = settings;
  const known = ui.known.members[room?.id ?? ''] ?? [];
  const open = several(servers) ? servers.open : [{ name: serverName, chat, ui }];
  return {
    list: {
      columns: listColumns,
      rows: listColumns > 0 ? roomRows({ open, here: serverName, sort, isMuted }, room?.id, listColumns, height) : [],
    },
    members: {
      columns: membersColumns,
      rows:
        membersColumns > 0 ? memberRows({ room, known, me: chat.me, people: chat.people }, membersColumns, height) : [],
    },
  };
}

/** The number of rooms of all open servers. */
function roomCount({ chat, servers }: View): number {
  return several(servers) ? placesOf(servers).length : shownRooms(chat).length;
}

/** Lays out the whole screen. */
export function frameOf(view: View): Frame {
  const { ui, chat, size } = view;
  if (tooSmall(size)) return { kind: 'too-small', rows: [fitRow([span(tooSmallMessage(size))], size.columns)] };
  const { room, info, composer, listColumns, mainColumns, textColumns, membersColumns, timelineRows } = layoutOf(view);
  const list = ui.picker && pickerRows(view, ui.picker, mainColumns, timelineRows);
  const rows = list
    ? list.rows
    : ui.overlay
      ? overlayRows(ui.overlay, mainColumns).slice(ui.overlay.top, ui.overlay.top + timelineRows)
      : timelineRowsOf(view, room, textColumns, timelineRows);
  const open = completionOf(view);
  const offered = open ? completionRows(open, mainColumns, timelineRows) : [];
  const left = listColumns > 0 ? listColumns + 1 : 0;
  const here = rows.findIndex(isHere);
  const composing = { x: composer.cursor.x, y: timelineRows + info.length + composer.cursor.y };
  const reading = here < 0 ? composing : { x: left, y: here };
  const at = list ? { x: left + list.cursor.x, y: list.cursor.y } : reading;
  return {
    kind: 'chat',
    ...panes(view, presentIn(room, chat), { listColumns, membersColumns, height: timelineRows + 1 }),
    header: headerRow(chat, presentIn(room, chat), mainColumns),
    main: { columns: mainColumns, height: timelineRows, rows: covered(rows, offered, timelineRows) },
    info,
    composer,
    status: statusRow(view, hints(view.keymap ?? defaultKeymap, roomCount(view)), size.columns),
    cursor: { x: at.x, y: 1 + at.y },
  };
}
