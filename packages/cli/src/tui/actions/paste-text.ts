import { mostPasted } from '../state/composer-pastes.ts';
import { shownRoom } from '../state/selectors.ts';
import { accepted } from '../text/accepted.ts';
import { checkLength } from './send.ts';
import type { Tui } from './tui.ts';

const number = new Intl.NumberFormat('en');

/** Puts pasted text into the composer: never sent by itself, and said at once when it is more than one message can hold. */
export function pasteText(tui: Tui, pasted: string): void {
  if (pasted.length > mostPasted) {
    tui.remark(
      `Not pasted: ${number.format(pasted.length)} of at most ${number.format(mostPasted)} characters.`,
      'warning',
    );
    return;
  }
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat)?.id ?? '';
  const text = accepted(pasted.replace(/\r\n?/g, '\n'));
  tui.dispatch({ kind: 'pasted', room, text });
  checkLength(tui, true);
}
