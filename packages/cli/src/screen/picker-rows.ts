import type { ChatState } from '@securechat/client';
import { choicesOf, chosenIndex, type PickerChoice } from '../chat/state/choices.ts';
import type { Found, Picker } from '../chat/state/picker.ts';
import type { Servers } from '../chat/state/servers.ts';
import type { UiState } from '../chat/state/ui-state.ts';
import { fitRow, padRow, type Row, span } from '../text/rows.ts';
import { widthOf } from '../text/width.ts';
import { composerRows } from './composer-rows.ts';

const titles = {
  switcher: ' Go to: ',
  search: ' Search: ',
  mentions: ' Mentions: ',
} as const satisfies Record<Picker['kind'], string>;
const searchHints = {
  searching: ' · searching the server…',
  complete: '',
  more: ' · older ones not searched',
  failed: ' · only loaded messages: the server did not answer',
} as const satisfies Record<Found['state'], string>;

const mentionHints = {
  searching: ' · loading…',
  complete: '',
  more: ' · older: securechat mentions',
  failed: ' · the server did not answer',
} as const satisfies Record<Found['state'], string>;

/** The keys of a list, and the state of the search on the server. */
export function pickerHint({ kind, filter, found }: Picker): string {
  const keys = 'Up/Down to select, Enter to open, Esc to close';
  const text = filter.text.trim();
  if (kind === 'mentions') return `${keys}${mentionHints[found?.state ?? 'searching']}`;
  if (kind === 'switcher' || text === '') return keys;
  const state = found?.words === text ? found.state : 'searching';
  return `${keys}${searchHints[state]}`;
}

const nothingFound = {
  switcher: 'No matches',
  search: 'No messages found',
  mentions: 'No mentions',
} as const;

/** An open list on the screen: the filter, the matches below it, and the position of the cursor. */
export type PickerView = { readonly rows: readonly Row[]; readonly cursor: { readonly x: number; readonly y: number } };

function choiceRow({ label, detail }: PickerChoice, chosen: boolean, terms: number, columns: number): Row {
  const term = padRow([span(`${chosen ? '>' : ' '} ${label}`, 'strong')], terms);
  const row = fitRow([...term, span('  '), span(detail, 'muted')], columns);
  return chosen
    ? padRow(
        row.map(({ text }) => span(text, 'selected')),
        columns,
        'selected',
      )
    : row;
}

/** Lays out the open list in a pane of this size; the selected line is always visible. */
export function pickerRows(
  view: { readonly ui: UiState; readonly chat: ChatState; readonly servers?: Servers },
  picker: Picker,
  columns: number,
  height: number,
): PickerView {
  const title = titles[picker.kind];
  // The composer's prompt takes two columns; here the title replaces it.
  const { rows: typed, cursor } = composerRows(picker.filter, Math.max(4, columns - widthOf(title)), 1);
  const line = (typed[0] ?? []).slice(1);
  const head: Row = fitRow([span(title, 'strong'), ...line], columns);
  const choices = choicesOf(view);
  const at = chosenIndex(picker, choices);
  const room = Math.max(0, height - 1);
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), choices.length - room));
  const shown = choices.slice(from, from + room);
  const terms = Math.min(Math.floor(columns / 2), Math.max(0, ...shown.map(({ label }) => widthOf(label))) + 2);
  const none: Row = fitRow([span(`  ${nothingFound[picker.kind]}`, 'muted')], columns);
  const isAnswered = picker.filter.text.trim() !== '' || picker.found?.state === 'complete';
  const rows = shown.map((choice, i) => choiceRow(choice, from + i === at, terms, columns));
  return {
    rows: [head, ...(isAnswered && choices.length === 0 ? [none] : rows)].slice(0, height),
    cursor: { x: widthOf(title) + cursor.x - 2, y: 0 },
  };
}
