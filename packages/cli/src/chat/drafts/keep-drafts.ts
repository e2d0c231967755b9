import { isRoomId, type RoomId, seq } from '@securechat/protocol';
import * as v from 'valibot';
import type { DraftStore, RoomText } from '../../local-data/drafts.ts';
import { accepted } from '../../text/accepted.ts';
import { cleanLine } from '../../text/clean.ts';
import type { HasClock, HasScreen } from '../chat-context.ts';
import { type Composer, draftOf, emptyComposer, fullText } from '../state/composer.ts';
import { composerOf, type Leftover } from '../state/ui-state.ts';

/** A draft is on disk this long after a change at the latest. */
const maxWriteDelayMs = 1000;

/** Under this name an unsaved edit of a room is stored beside the room's draft. No room is called like that. */
const editOf = (room: string) => `${room} edit`;
const storedEdit = v.object({ target: seq, original: v.string(), text: v.string() });

/** What is stored of an edit; empty if there is none. */
function editText(composer: Composer): string {
  const { editing } = composer;
  if (!editing) return '';
  return JSON.stringify({ target: editing.target, original: editing.original, text: fullText(composer) });
}

/** A stored draft or edit. What cannot be read as an edit is a draft, so that nothing is lost. */
function leftoverOf({ room, text }: RoomText): Leftover {
  const of = / edit$/.test(room) ? room.slice(0, -editOf('').length) : undefined;
  const read = of === undefined ? undefined : v.safeParse(v.pipe(v.string(), v.parseJson(), storedEdit), text);
  if (of === undefined || !read?.success) return { room: of ?? room, draft: accepted(text) };
  return { room: of, edit: { ...read.output, text: accepted(read.output.text) } };
}

/** Drafts, sent texts and the last room of an earlier run, safe to edit whatever the file contains. Empty if they cannot be read. */
export function leftovers(drafts: DraftStore | undefined): {
  readonly texts: readonly Leftover[];
  readonly room: RoomId | undefined;
} {
  try {
    const kept: ReturnType<DraftStore['load']> = drafts?.load() ?? { drafts: [], sent: [] };
    const left = kept.drafts.map(leftoverOf);
    const texts = [
      ...left.filter(({ edit }) => !edit),
      ...kept.sent.map(({ room, text }) => ({ room, sent: accepted(text) })),
      // They cover the drafts.
      ...left.filter(({ edit }) => edit),
    ];
    const { lastRoom = '' } = kept;
    return { texts, room: isRoomId(lastRoom) ? lastRoom : undefined };
  } catch {
    // New text matters more than old: the first failing write is what gets reported.
    return { texts: [], room: undefined };
  }
}

/** Saves sent texts at once, drafts and the shown room a little later, with `flush` and at the end. */
export function keepDrafts(
  { clock, view, showStatus: remark }: HasScreen & HasClock,
  drafts: DraftStore,
  subscribe: (changed: () => void) => () => void,
): { readonly flush: () => void; readonly stop: () => void } {
  const ui = () => view().ui;
  let seen = ui().composers;
  let storedRoom = ui().room;
  let told = false;
  let cancel: (() => void) | undefined;
  const changed = new Set<string>();
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (thrown) {
      const why = cleanLine(thrown instanceof Error ? thrown.message : String(thrown));
      const first = !told;
      told = true;
      if (first) remark(`Drafts could not be saved on this device (${why}).`, 'warning');
    }
  };
  const flush = () => {
    cancel?.();
    cancel = undefined;
    const { room: shown } = ui();
    if (shown !== undefined && shown !== storedRoom) {
      attempt(() => {
        drafts.showed(shown);
        storedRoom = shown;
      });
    }
    if (changed.size === 0) return;
    const texts = [...changed].flatMap((room): RoomText[] => {
      const composer = composerOf(ui(), room);
      return [
        { room, text: draftOf(composer) },
        { room: editOf(room), text: editText(composer) },
      ];
    });
    attempt(() => {
      drafts.keep(texts);
      changed.clear();
    });
  };
  const look = () => {
    const { composers, room: shown } = ui();
    if (shown !== storedRoom) cancel ??= clock.after(maxWriteDelayMs, flush);
    if (composers === seen) return;
    const earlier = seen;
    seen = composers;
    for (const [room, composer] of Object.entries(composers)) {
      const before = earlier[room] ?? emptyComposer;
      const last = composer.sent.at(-1);
      if (composer.sent !== before.sent && last !== undefined) attempt(() => drafts.sent({ room, text: last }));
      if (composer.text !== before.text || composer.editing !== before.editing) changed.add(room);
    }
    if (changed.size > 0) cancel ??= clock.after(maxWriteDelayMs, flush);
  };
  const stop = subscribe(look);
  return {
    flush,
    stop: () => {
      stop();
      flush();
    },
  };
}
