import { type Part, partsOf } from '@securechat/client/present';
import type { Everybody } from '@securechat/protocol/mention';
import { make } from './elements.ts';
import { foldOf } from './fold.ts';

function elementOf(piece: Part): Node | string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'mention':
      return make('mark', {}, piece.text);
    case 'link':
      return make('a', { href: piece.url, target: '_blank', rel: 'noopener noreferrer' }, piece.text);
    default:
      return make('code', piece.kind === 'block' ? { class: 'block' } : {}, piece.text);
  }
}

/** The parts of the beginning of a text; a code block that continues beyond it is cut. */
export function beginningOf(pieces: readonly Part[], length: number): Part[] {
  let left = length;
  return pieces.flatMap((piece) => {
    const text = piece.text.slice(0, left);
    left -= text.length;
    return text === '' ? [] : [{ ...piece, text }];
  });
}

/** What is marked in a message: mentions of the reader and of everybody, and the reader's own words. Nothing without the reader. */
export type Marked = {
  readonly mention?: string;
  readonly everybody?: Everybody;
  readonly words?: readonly string[];
};

/**
 * The text of a message with links, code and what is marked in it, every character as written. A long one is folded behind a button; the
 * rest becomes part of the page when the button is pressed.
 */
export function messageText(text: string, { mention, everybody, words }: Marked = {}): HTMLElement {
  // Lines keep their left edge below the author's name.
  const place = make('span', { class: /^[ \t]|\n/.test(text) ? 'text lines' : 'text', dir: 'auto' });
  const pieces = partsOf(text, mention, everybody, words);
  const folded = foldOf(text);
  if (!folded) {
    place.append(...pieces.map(elementOf));
    return place;
  }
  const opener = make('button', { type: 'button', class: 'quiet more' });
  const show = (isOpen: boolean) => {
    const shown = isOpen ? pieces : beginningOf(pieces, folded.shownLength);
    place.replaceChildren(...shown.map(elementOf), opener);
    opener.setAttribute('aria-expanded', String(isOpen));
    opener.textContent = isOpen ? 'Show less' : folded.label;
  };
  show(false);
  opener.addEventListener('click', () => {
    show(opener.getAttribute('aria-expanded') !== 'true');
    opener.focus();
  });
  return place;
}
