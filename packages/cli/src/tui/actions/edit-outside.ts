import { fullText } from '../state/composer.ts';
import { mostPasted } from '../state/composer-pastes.ts';
import { shownRoom } from '../state/selectors.ts';
import { composerOf } from '../state/ui-state.ts';
import { accepted } from '../text/accepted.ts';
import { cleanLine } from '../text/clean.ts';
import { checkLength } from './send.ts';
import type { Tui } from './tui.ts';

/** Opens what is in the composer in the user's editor, and takes over what it leaves. Whatever fails changes nothing and is said. */
export async function editOutside(tui: Tui): Promise<void> {
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat)?.id ?? '';
  const before = fullText(composerOf(ui, room));
  const edited = await tui.editOutside(before);
  if (!edited.ok) return tui.remark(`${cleanLine(edited.error)} The text is unchanged.`, 'warning');
  const text = accepted(edited.value.replace(/\r\n?/g, '\n'));
  if (text.length > mostPasted) {
    return tui.remark(
      `The text is unchanged: the editor returned ${text.length} of at most ${mostPasted} characters.`,
      'warning',
    );
  }
  if (text !== before) tui.dispatch({ kind: 'rewritten', room, text });
  checkLength(tui, true);
}
