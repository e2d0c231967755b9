import { accepted } from '../../text/accepted.ts';
import { cleanLine } from '../../text/clean.ts';
import type { HasEditor, HasScreen } from '../chat-context.ts';
import { fullText } from '../state/composer.ts';
import { maxPasted } from '../state/composer-pastes.ts';
import { shownComposer, shownRoomId } from '../state/selectors.ts';
import { checkLength } from './send.ts';

/** Opens the composer's text in the user's editor and takes over the result. A failure is reported and changes nothing. */
export async function editOutside(context: HasScreen & HasEditor): Promise<void> {
  const room = shownRoomId(context.view());
  const before = fullText(shownComposer(context.view()));
  const edited = await context.editOutside(before);
  if (!edited.ok) return context.showStatus(`${cleanLine(edited.error)} The text is unchanged.`, 'warning');
  const text = accepted(edited.value.replace(/\r\n?/g, '\n'));
  if (text.length > maxPasted) {
    return context.showStatus(
      `The text is unchanged: the editor returned ${text.length} characters, the maximum is ${maxPasted}.`,
      'warning',
    );
  }
  if (text !== before) context.dispatch({ kind: 'rewritten', room, text });
  checkLength(context, true);
}
