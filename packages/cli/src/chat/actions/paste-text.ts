import { accepted } from '../../text/accepted.ts';
import type { HasScreen } from '../chat-context.ts';
import { maxPasted } from '../state/composer-pastes.ts';
import { shownRoomId } from '../state/selectors.ts';
import { checkLength } from './send.ts';

const number = new Intl.NumberFormat('en');

/** Inserts pasted text into the composer. Never sends it; reports at once if it is too long for one message. */
export function pasteText(context: HasScreen, pasted: string): void {
  if (pasted.length > maxPasted) {
    context.showStatus(
      `Not pasted: ${number.format(pasted.length)} characters, the maximum is ${number.format(maxPasted)}.`,
      'warning',
    );
    return;
  }
  const text = accepted(pasted.replace(/\r\n?/g, '\n'));
  context.dispatch({ kind: 'pasted', room: shownRoomId(context.view()), text });
  checkLength(context, true);
}
