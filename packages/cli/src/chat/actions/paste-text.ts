import { accepted } from '../../text/accepted.ts';
import type { HasScreen } from '../chat-context.ts';
import { maxPasted } from '../state/composer-pastes.ts';
import { shownRoomId } from '../state/selectors.ts';
import { checkLength } from './send.ts';

const number = new Intl.NumberFormat('en');

/** Puts pasted text into the composer: never sent by itself, and said at once when it is more than one message can hold. */
export function pasteText(context: HasScreen, pasted: string): void {
  if (pasted.length > maxPasted) {
    context.showStatus(
      `Not pasted: ${number.format(pasted.length)} of at most ${number.format(maxPasted)} characters.`,
      'warning',
    );
    return;
  }
  const text = accepted(pasted.replace(/\r\n?/g, '\n'));
  context.dispatch({ kind: 'pasted', room: shownRoomId(context.view()), text });
  checkLength(context, true);
}
