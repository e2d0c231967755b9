import { isRoomId, type RoomId } from '@securechat/protocol';
import { completing, nothingKnown } from '../completion/model.ts';
import {
  afterPause,
  type Composer,
  changed,
  editEnded,
  editStarted,
  emptyComposer,
  fullText,
  insert,
  keyedAt,
  type LeftEdit,
  movedIn,
  paste,
  replaced,
  restored,
  sent,
} from './composer.ts';
import { applyEdit, withKill } from './composer-edits.ts';
import { emptyFilter, type Picker } from './picker.ts';
import { reduceSelecting, type SelectEvent } from './selecting.ts';
import type { EditEvent, ListEvent, UiEvent, UiState } from './ui-model.ts';

export type { UiEvent, UiState } from './ui-model.ts';

/** Nothing covers the timeline, and its newest line is visible. */
const uncovered = {
  completing,
  anchor: undefined,
  overlay: undefined,
  picker: undefined,
  remark: undefined,
  selecting: undefined,
};

/** By room. Without a prototype, since a room may be called `constructor`. */
const noComposers: UiState['composers'] = Object.create(null);

/** A draft of a room, a message sent from it, or an unsaved edit, by an earlier run. */
export type Leftover = {
  readonly room: string;
  readonly draft?: string;
  readonly sent?: string;
  readonly edit?: LeftEdit;
};

/** The initial state. */
export function initialUi(
  room: RoomId | undefined,
  left: readonly Leftover[] = [],
  wanted: string | undefined = undefined,
): UiState {
  const composers: Record<string, Composer> = Object.assign(Object.create(null), noComposers);
  for (const what of left) composers[what.room] = restored(composers[what.room] ?? emptyComposer, what);
  const nothing = { ...uncovered, quiet: undefined };
  const lists = { known: nothingKnown };
  const reading = { unreadIn: undefined, readFrom: undefined, foldToggled: false, opened: new Set<string>() };
  return { room, wanted, composers, kills: [], ...lists, ...nothing, chord: undefined, vim: 'insert', ...reading };
}

/** The composer of a room. */
export function composerOf(ui: UiState, room: string): Composer {
  return ui.composers[room] ?? emptyComposer;
}

function withComposer(ui: UiState, room: string, composer: Composer): UiState {
  // Typing changes the list, so the selection is reset.
  const picked = ui.completing.pick === undefined ? {} : { completing: { ...ui.completing, pick: undefined } };
  const before = composerOf(ui, room);
  const settled = ui.remark?.ofText && composer.text !== before.text ? { remark: undefined } : {};
  return composer === before
    ? ui
    : {
        ...ui,
        ...picked,
        ...settled,
        composers: Object.assign(Object.create(null), ui.composers, { [room]: composer }),
      };
}

/** The room in which the user writes stays shown when others arrive. */
function staying(ui: UiState, room: string): UiState {
  return ui.room === room || !isRoomId(room) ? ui : { ...ui, room };
}

function moveIn(ui: UiState, room: RoomId): UiState {
  const before = composerOf(ui, '');
  if (before.text === '') return ui;
  const left = withComposer(ui, '', { ...emptyComposer, sent: before.sent });
  return staying(withComposer(left, room, movedIn(composerOf(ui, room), before)), room);
}

/** Edits change the filter text while a list is open; the composer is not affected. */
function reducePicker(ui: UiState, picker: Picker, event: UiEvent): UiState | undefined {
  const filtered = (filter: Composer): UiState => ({ ...ui, picker: { ...picker, filter, chosen: undefined } });
  switch (event.kind) {
    case 'typed':
    case 'pasted':
      return filtered(insert(picker.filter, event.text.replaceAll('\n', ' ')));
    case 'edited': {
      if (event.edit === 'newline') return ui;
      const { composer, killRing: kills } = applyEdit({ composer: picker.filter, killRing: ui.kills }, event.edit);
      return composer.text === picker.filter.text
        ? { ...ui, picker: { ...picker, filter: composer } }
        : { ...filtered(composer), kills };
    }
    case 'chosen':
      return { ...ui, picker: { ...picker, chosen: event.key } };
    case 'found':
      return { ...ui, picker: { ...picker, found: event.found } };
    case 'closed':
      return { ...ui, picker: undefined };
    default:
      return undefined;
  }
}

/** Applies an event to the state. */
export function reduceUi(ui: UiState, event: UiEvent): UiState {
  return (ui.picker && reducePicker(ui, ui.picker, event)) ?? reduceScreen(ui, event);
}

/** State of the user, not of a server, moves with them; a pending notice stays. */
function arrived(ui: UiState, { kills, vim, quiet, foldToggled }: UiState, room = ui.room): UiState {
  const fresh = { ...uncovered, remark: ui.remark, chord: undefined, unreadIn: undefined, readFrom: undefined };
  return { ...ui, ...fresh, room, kills, vim, quiet, foldToggled };
}

/** Handles events of keys and lists; the composer and the timeline do not change. */
function reduceLists(ui: UiState, event: ListEvent): UiState {
  switch (event.kind) {
    case 'picker-opened': {
      const filter = event.text === '' ? emptyFilter : insert(emptyFilter, event.text);
      return { ...ui, picker: { kind: event.of, filter, chosen: undefined, found: undefined }, remark: undefined };
    }
    case 'completing':
      return { ...ui, completing: event.completing };
    case 'known':
      return { ...ui, known: { ...ui.known, ...event.known } };
    case 'chord':
      return { ...ui, chord: event.begun };
    case 'vim':
      return ui.vim === event.mode ? ui : { ...ui, vim: event.mode };
    case 'entered':
      return { ...ui, readFrom: { room: event.room, seq: event.seq, atMs: event.atMs } };
    case 'unread-kept':
      return { ...ui, unreadIn: event.room };
    case 'foldSystem':
      return { ...ui, foldToggled: !ui.foldToggled };
    case 'message-opened': {
      const opened = new Set(ui.opened);
      if (!opened.delete(event.id)) opened.add(event.id);
      return { ...ui, opened };
    }
    case 'chosen':
    case 'found':
      // The list may be closed already.
      return ui;
  }
}

/** Handles events of a selection; the timeline does not scroll meanwhile. */
function reduceSelect(ui: UiState, event: SelectEvent): UiState {
  const selecting = reduceSelecting(ui.selecting, event);
  if (!selecting) return { ...ui, selecting, anchor: ui.selecting?.live ? undefined : ui.anchor };
  const anchor = 'anchor' in event ? event.anchor : ui.anchor;
  const begun = event.kind === 'select-started' ? { ...uncovered, chord: undefined } : {};
  return { ...ui, ...begun, selecting, anchor, remark: undefined };
}

/** Handles the start and the end of an edit. */
function reduceEdit(ui: UiState, event: EditEvent): UiState {
  const before = composerOf(ui, event.room);
  if (event.kind === 'edit-started') {
    const anchor = ui.selecting?.live ? undefined : ui.anchor;
    return { ...withComposer(ui, event.room, editStarted(before, event)), ...uncovered, anchor, room: event.room };
  }
  const text = fullText(before);
  const isLost = event.dropped && text !== '' && text !== before.editing?.original;
  const kills = isLost ? withKill(ui.kills, text) : ui.kills;
  return { ...withComposer(ui, event.room, editEnded(before)), kills, remark: undefined };
}

/** A draft of another device does not take the place of an edit, but of the draft behind it. */
function rewritten(composer: Composer, { text, elsewhere }: { readonly text: string; readonly elsewhere?: true }) {
  const { editing } = composer;
  if (!elsewhere) return { ...replaced(composer, text), elsewhere: undefined };
  if (!editing) return { ...replaced(composer, text), elsewhere: text };
  return { ...composer, editing: { ...editing, draft: { ...replaced(editing.draft, text), elsewhere: text } } };
}

function reduceScreen(ui: UiState, event: UiEvent): UiState {
  switch (event.kind) {
    case 'room-shown':
      return {
        ...ui,
        room: event.room,
        ...uncovered,
        unreadIn: undefined,
        readFrom: ui.readFrom?.room === event.room ? ui.readFrom : undefined,
      };
    case 'edited': {
      const before = afterPause(composerOf(ui, event.room), event.atMs);
      const { composer, killRing: kills } = applyEdit({ composer: before, killRing: ui.kills }, event.edit);
      const keyed = keyedAt(composer, before, event.atMs);
      const edited = withComposer(kills === ui.kills ? ui : { ...ui, kills }, event.room, keyed);
      // Clearing the text also removes a warning about it.
      return event.edit === 'clear' && edited.remark ? { ...edited, remark: undefined } : edited;
    }
    case 'typed': {
      const before = afterPause(composerOf(ui, event.room), event.atMs);
      return withComposer(staying(ui, event.room), event.room, keyedAt(insert(before, event.text), before, event.atMs));
    }
    case 'pasted':
      return withComposer(staying(ui, event.room), event.room, paste(composerOf(ui, event.room), event.text));
    case 'wanted-arrived':
      return { ...ui, room: event.room, wanted: undefined };
    case 'moved-in':
      return moveIn(ui, event.room);
    case 'completed': {
      const { from, to, text: by } = event;
      return { ...withComposer(ui, event.room, changed(composerOf(ui, event.room), { from, to, by })), completing };
    }
    case 'rewritten':
      return withComposer(ui, event.room, rewritten(composerOf(ui, event.room), event));
    case 'edit-started':
    case 'edit-ended':
      return reduceEdit(ui, event);
    case 'sent':
      return {
        ...withComposer(ui, event.room, sent(composerOf(ui, event.room), event.mistyped)),
        ...uncovered,
      };
    case 'scrolled':
      return { ...ui, anchor: event.anchor };
    case 'remarked':
      return { ...ui, remark: event.remark };
    case 'overlay-opened':
      return { ...ui, overlay: { title: event.title, lines: event.lines, top: 0 }, remark: undefined };
    case 'overlay-scrolled':
      return ui.overlay ? { ...ui, overlay: { ...ui.overlay, top: event.top } } : ui;
    case 'quiet':
      return { ...ui, quiet: event.quiet };
    case 'overlay-typed':
      return ui.overlay ? { ...ui, overlay: { ...ui.overlay, typed: event.letter } } : ui;
    case 'arrived':
      return arrived(ui, event.from, event.room);
    case 'closed':
      return { ...ui, anchor: undefined, overlay: undefined, remark: undefined, selecting: undefined };
    case 'select-started':
    case 'select-moved':
    case 'select-picked':
    case 'select-unpicked':
    case 'select-range-started':
    case 'select-left':
      return reduceSelect(ui, event);
    default:
      return reduceLists(ui, event);
  }
}
