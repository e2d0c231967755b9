import type { ChatState } from '@securechat/client';
import { completionOf } from '../completion/completion.ts';
import type { Mode } from '../keys/bindings.ts';
import { selectingIn } from './selecting.ts';
import { shownComposer, shownRoom } from './selectors.ts';
import type { UiState } from './ui-state.ts';

/** The modes whose keys count now, the nearest first: what one says nothing about, the next may. */
export function modesOf({ ui, chat }: { readonly ui: UiState; readonly chat: ChatState }): readonly Mode[] {
  if (ui.picker) return ['switcher', 'composer', 'any'];
  const writing: readonly Mode[] = ui.vim === 'normal' ? ['normal', 'composer', 'any'] : ['composer', 'any'];
  if (ui.overlay) return ['overlay', ...writing];
  // Letters are keys then, and nothing may come into the text unseen.
  if (selectingIn(ui.selecting, shownRoom({ ui, chat }))) return ['select', 'any'];
  const open = completionOf({ ui, chat });
  if (open) {
    const isSent = open.word.kind === 'sent';
    // Enter is for sending, until a line of the list was chosen; who searches what was sent means the list.
    const own: readonly Mode[] = open.pick === undefined && !isSent ? ['completion'] : ['chosen', 'completion'];
    return [...(isSent ? (['sent'] as const) : []), ...own, ...writing];
  }
  const isEmpty = ui.vim === 'insert' && shownComposer({ ui, chat }).text === '';
  return isEmpty ? ['empty', ...writing] : writing;
}
