import type { DraftStore, RoomText } from '../../drafts.ts';
import { draftOf, emptyComposer } from '../state/composer.ts';
import { composerOf, type Leftover } from '../state/ui-state.ts';
import { accepted } from '../text/accepted.ts';
import { cleanLine } from '../text/clean.ts';
import type { Tui } from './tui.ts';

/** A draft is on disk at most this much after a change of it. */
const keptWithinMs = 1000;

/** What an earlier run has left, safe to edit whatever the file contains; nothing when it cannot be read. */
export function leftovers(drafts: DraftStore | undefined): Leftover[] {
  try {
    const kept = drafts?.load() ?? { drafts: [], sent: [] };
    return [
      ...kept.drafts.map(({ room, text }) => ({ room, draft: accepted(text) })),
      ...kept.sent.map(({ room, text }) => ({ room, sent: accepted(text) })),
    ];
  } catch {
    // What is written is worse to lose than what was: the first write tells what is wrong.
    return [];
  }
}

/** Follows what is written: what was sent is kept at once, drafts a little later, with `flush` and at the end. */
export function keepDrafts(
  { clock, view, remark }: Pick<Tui, 'clock' | 'view' | 'remark'>,
  drafts: DraftStore,
  subscribe: (changed: () => void) => () => void,
): { readonly flush: () => void; readonly stop: () => void } {
  const ui = () => view().ui;
  let seen = ui().composers;
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
      if (first) remark(`This device could not keep your drafts (${why}).`, 'warning');
    }
  };
  const flush = () => {
    cancel?.();
    cancel = undefined;
    if (changed.size === 0) return;
    const texts = [...changed].map((room): RoomText => ({ room, text: draftOf(composerOf(ui(), room)) }));
    attempt(() => {
      drafts.keep(texts);
      changed.clear();
    });
  };
  const look = () => {
    const { composers } = ui();
    if (composers === seen) return;
    const earlier = seen;
    seen = composers;
    for (const [room, composer] of Object.entries(composers)) {
      const before = earlier[room] ?? emptyComposer;
      const last = composer.sent.at(-1);
      if (composer.sent !== before.sent && last !== undefined) attempt(() => drafts.sent({ room, text: last }));
      if (composer.text !== before.text) changed.add(room);
    }
    if (changed.size > 0) cancel ??= clock.after(keptWithinMs, flush);
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
