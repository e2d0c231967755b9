import type { ChatState } from '@securechat/client';
import { completionOf } from '../completion/completion.ts';
import type { Mode } from '../keys/bindings.ts';
import { selectingIn } from './selecting.ts';
import { shownComposer, shownRoom } from './selectors.ts';
import type { UiState } from './ui-state.ts';

/** The active modes, most specific first: a key without a meaning in one is looked up in the next. */
export function modesOf({ ui, chat }: { readonly ui: UiState; readonly chat: ChatState }): readonly Mode[] {
  if (ui.picker) return ['switcher', 'composer', 'any'];
  const writing: readonly Mode[] = ui.vim === 'normal' ? ['normal', 'composer', 'any'] : ['composer', 'any'];
  if (ui.overlay) return ['overlay', ...writing];
  // Letters are keys then, and must not be typed into the hidden composer.
  if (selectingIn(ui.selecting, shownRoom({ ui, chat }))) return ['select', 'any'];
  const open = completionOf({ ui, chat });
  if (open) {
    const isSent = open.word.kind === 'sent';
    // Enter sends, unless a completion is selected or sent messages are being searched.
    const own: readonly Mode[] = open.pick === undefined && !isSent ? ['completion'] : ['chosen', 'completion'];
    return [...(isSent ? (['sent'] as const) : []), ...own, ...writing];
  }
  const isEmpty = ui.vim === 'insert' && shownComposer({ ui, chat }).text === '';
  return isEmpty ? ['empty', ...writing] : writing;
}
