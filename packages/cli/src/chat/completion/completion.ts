import type { ChatState } from '@securechat/client';
import { padRow, type Row, span } from '../../text/rows.ts';
import { widthOf } from '../../text/width.ts';
import { selectingIn } from '../state/selecting.ts';
import { shownComposer, shownRoom } from '../state/selectors.ts';
import type { UiState } from '../state/ui-state.ts';
import type { Offer, Word } from './model.ts';
import { offersFor } from './offers.ts';
import { wordAt } from './word.ts';

type Both = { readonly ui: UiState; readonly chat: ChatState };

/** The open list: the word, its completions, and the selected line. */
export type Completion = { readonly word: Word; readonly offers: readonly Offer[]; readonly pick: number | undefined };

/** The word at the cursor whose list is open or may open. */
export function wordOf({ ui, chat }: Both): Word | undefined {
  if (ui.overlay || ui.picker || ui.vim === 'normal') return undefined;
  if (selectingIn(ui.selecting, shownRoom({ ui, chat }))) return undefined;
  const { text, cursor } = shownComposer({ ui, chat });
  if (!ui.completing.sent) return wordAt({ text, cursor });
  return { kind: 'sent', from: 0, to: text.length, typed: text, byItself: true };
}

/** Whether a word's list opens automatically or was requested. */
export function isWanted({ ui }: Pick<Both, 'ui'>, word: Word): boolean {
  const { forced, closed } = ui.completing;
  return word.from !== closed && (word.byItself || word.from === forced);
}

/** The list for the word at the cursor, if it is open and has something to offer. */
export function completionOf({ ui, chat }: Both): Completion | undefined {
  const word = wordOf({ ui, chat });
  const { pick } = ui.completing;
  if (!word || !isWanted({ ui }, word)) return undefined;
  const room = shownRoom({ ui, chat });
  const { text, sent } = shownComposer({ ui, chat });
  const offers = offersFor(word, { chat, room, known: ui.known, sent });
  const chosen = pick === undefined ? undefined : Math.min(pick, offers.length - 1);
  // A search without matches is shown as such.
  if (word.kind === 'sent') return { word, offers, pick: chosen ?? (offers.length > 0 ? 0 : undefined) };
  const written = text.slice(word.from, word.to);
  // A complete name needs no list.
  if (offers.length === 0 || (offers.length === 1 && offers[0]?.text.trimEnd() === written)) return undefined;
  return { word, offers, pick: chosen };
}

const maxLines = 8;

/** The list as rows, at most `rows`: a line with the keys, then the part of the list around the selected line. */
export function completionRows({ offers, pick }: Completion, columns: number, rows: number): Row[] {
  if (offers.length === 0) return [padRow([span('── No match in what you sent · Esc closes', 'muted')], columns)];
  const shown = Math.min(maxLines, offers.length, rows - 1);
  if (shown < 1) return [];
  const from = Math.max(0, Math.min((pick ?? 0) - shown + 1, offers.length - shown));
  const widest = offers.some(({ hint }) => hint !== '') ? Math.floor(columns / 2) : columns - 4;
  const labels = Math.min(widest, Math.max(...offers.map(({ label }) => widthOf(label))));
  const keys = `── Tab accepts${pick === undefined ? ' the first' : ''}, Up and Down select, Esc closes · ${(pick ?? 0) + 1}/${offers.length} `;
  const lines = offers.slice(from, from + shown).map(({ label, hint }, i): Row => {
    const picked = from + i === pick;
    const name = padRow([span(`${picked ? '>' : ' '} ${label}`, picked ? 'selected' : 'plain')], labels + 4);
    return padRow([...name, span(hint, 'muted')], columns);
  });
  return [padRow([span(keys, 'muted')], columns), ...lines];
}
