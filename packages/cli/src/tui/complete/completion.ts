import type { ChatState } from '@securechat/client';
import { shownRoom } from '../state/selectors.ts';
import { composerOf, type UiState } from '../state/ui-state.ts';
import { padRow, type Row, span } from '../text/rows.ts';
import { widthOf } from '../text/width.ts';
import type { Offer, Word } from './model.ts';
import { offersFor } from './offers.ts';
import { wordAt } from './word.ts';

type Both = { readonly ui: UiState; readonly chat: ChatState };

/** The open list: the word, what can come in its place, and the chosen line. */
export type Completion = { readonly word: Word; readonly offers: readonly Offer[]; readonly pick: number | undefined };

/** The word at the cursor whose list is open or may open. */
export function wordOf({ ui, chat }: Both): Word | undefined {
  return ui.overlay ? undefined : wordAt(composerOf(ui, shownRoom(ui, chat)?.id ?? ''));
}

/** Whether a word's list comes by itself or was asked for. */
export function isWanted({ ui }: Pick<Both, 'ui'>, word: Word): boolean {
  const { forced, closed } = ui.completing;
  return word.from !== closed && (word.byItself || word.from === forced);
}

/** The list for the word at the cursor, when it is open and has something to offer. */
export function completionOf({ ui, chat }: Both): Completion | undefined {
  const word = wordOf({ ui, chat });
  const { pick } = ui.completing;
  if (!word || !isWanted({ ui }, word)) return undefined;
  const room = shownRoom(ui, chat);
  const offers = offersFor(word, { chat, room, known: ui.known });
  const written = composerOf(ui, room?.id ?? '').text.slice(word.from, word.to);
  // A name that is there in full needs no list, which would only be in the way.
  if (offers.length === 0 || (offers.length === 1 && offers[0]?.text.trimEnd() === written)) return undefined;
  return { word, offers, pick: pick === undefined ? undefined : Math.min(pick, offers.length - 1) };
}

const mostLines = 8;

/** The list as rows, at most `rows`: below a line that tells the keys, the part of it around the chosen line. */
export function completionRows({ offers, pick }: Completion, columns: number, rows: number): Row[] {
  const shown = Math.min(mostLines, offers.length, rows - 1);
  if (shown < 1) return [];
  const from = Math.max(0, Math.min((pick ?? 0) - shown + 1, offers.length - shown));
  const labels = Math.min(Math.floor(columns / 2), Math.max(...offers.map(({ label }) => widthOf(label))));
  const keys = `── Tab takes${pick === undefined ? ' the first' : ''}, Up and Down choose, Esc closes · ${(pick ?? 0) + 1}/${offers.length} `;
  const lines = offers.slice(from, from + shown).map(({ label, hint }, i): Row => {
    const picked = from + i === pick;
    const name = padRow([span(`${picked ? '>' : ' '} ${label}`, picked ? 'selected' : 'plain')], labels + 4);
    return padRow([...name, span(hint, 'muted')], columns);
  });
  return [padRow([span(keys, 'muted')], columns), ...lines];
}
