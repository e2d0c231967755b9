import { isRoomId, type RoomId } from '@securechat/protocol';
import type { DraftStore, RoomText } from '../../local-data/drafts.ts';
import { accepted } from '../../text/accepted.ts';
import { cleanLine } from '../../text/clean.ts';
import type { HasClock, HasScreen } from '../chat-context.ts';
import { draftOf, emptyComposer } from '../state/composer.ts';
import { composerOf, type Leftover } from '../state/ui-state.ts';

/** A draft is on disk this long after a change at the latest. */
const maxWriteDelayMs = 1000;

/** Drafts, sent texts and the last room of an earlier run, safe to edit whatever the file contains. Empty if they cannot be read. */
export function leftovers(drafts: DraftStore | undefined): {
  readonly texts: readonly Leftover[];
  readonly room: RoomId | undefined;
} {
  try {
    const kept: ReturnType<DraftStore['load']> = drafts?.load() ?? { drafts: [], sent: [] };
    const texts = [
      ...kept.drafts.map(({ room, text }) => ({ room, draft: accepted(text) })),
      ...kept.sent.map(({ room, text }) => ({ room, sent: accepted(text) })),
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
    const texts = [...changed].map((room): RoomText => ({ room, text: draftOf(composerOf(ui(), room)) }));
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
      if (composer.text !== before.text) changed.add(room);
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
