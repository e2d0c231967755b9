import type { Composer } from '../chat/state/composer.ts';
import { labelOf, type Pastes, pastedAs } from '../chat/state/composer-pastes.ts';
import { clean } from '../text/clean.ts';
import type { Row } from '../text/rows.ts';
import { span, type Tone } from '../text/rows.ts';
import { tabWidth } from '../text/tabs.ts';
import { fit, lettersOf, widthOf } from '../text/width.ts';
import { lineBreak } from '../text/words.ts';

/** The composer on the screen: its rows, and the position of the cursor in them. */
export type ComposerView = {
  readonly rows: readonly Row[];
  readonly cursor: { readonly x: number; readonly y: number };
};

const prompt = '> ';

type Piece = { readonly text: string; readonly tone: Tone; readonly units: number };

/** The visible pieces of a line, one per grapheme. */
function pieces(line: string, pastes: Pastes, width: number): Piece[] {
  return lettersOf(line).map((letter) => {
    const pasted = pastedAs(pastes, letter);
    if (pasted === undefined)
      return { text: letter === '\t' ? letter : clean(letter), tone: 'plain', units: letter.length };
    return { text: fit(labelOf(pasted), width), tone: 'selected', units: letter.length };
  });
}

type Layout = { readonly rows: readonly Row[]; readonly place: { readonly x: number; readonly y: number } };

// The screen is drawn far more often than the text changes.
const laidOut = new WeakMap<Composer, { readonly width: number; readonly layout: Layout }>();

function layoutOf(composer: Composer, width: number): Layout {
  const known = laidOut.get(composer);
  if (known?.width === width) return known.layout;
  const layout = layOut(composer, width);
  laidOut.set(composer, { width, layout });
  return layout;
}

/** Lays out the text by graphemes, so that every cursor position has a cell of its own. */
function layOut({ text, cursor, pastes }: Composer, width: number): Layout {
  const rows: Row[] = [];
  let place = { x: 0, y: 0 };
  let index = 0;
  for (const line of text.split(lineBreak)) {
    let row = '';
    let done: Row = [];
    let used = 0;
    const end = () => {
      rows.push([...done, span(row)]);
      [row, done, used] = ['', [], 0];
    };
    for (const given of [...pieces(line, pastes, width), { text: '', tone: 'plain' as const, units: 0 }]) {
      const isTab = given.text === '\t';
      if (used + (isTab ? 1 : widthOf(given.text)) > width) end();
      // A tab reaches its tab stop or the edge.
      const piece = isTab ? { ...given, text: ' '.repeat(Math.min(tabWidth(used), width - used)) } : given;
      const wide = widthOf(piece.text);
      if (index === cursor) place = { x: used, y: rows.length };
      index += piece.units;
      used += wide;
      if (piece.tone === 'plain') row += piece.text;
      else {
        done = [...done, span(row), span(piece.text, piece.tone)];
        row = '';
      }
    }
    end();
    // The line break.
    index += 1;
  }
  return { rows, place };
}

/** The rows of the text being typed around the cursor, at most `most`. */
export function composerRows(composer: Composer, columns: number, most: number): ComposerView {
  const { rows, place } = layoutOf(composer, Math.max(2, columns - prompt.length - 1));
  const from = Math.max(0, Math.min(place.y - most + 1, rows.length - most));
  const shown = rows.slice(from, from + most);
  return {
    rows: shown.map((row, i): Row => [span(from + i === 0 ? prompt : '  ', 'strong'), ...row]),
    cursor: { x: place.x + prompt.length, y: place.y - from },
  };
}
