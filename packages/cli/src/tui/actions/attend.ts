import { type AttentionParts, startAttention } from '../attention/attention.ts';
import type { AttentionSettings } from '../attention/notice.ts';
import { shownRoom } from '../state/selectors.ts';
import type { Tui } from './tui.ts';

/** How the user of a screen is told of messages: the settings, and the ways out of the chat. */
export type Attending = Pick<AttentionParts, 'variables' | 'write' | 'run'> & { readonly settings: AttentionSettings };

/** Tells the user of messages; without ways to do so nothing is told. The returned function ends it. */
export function attend(
  tui: Tui,
  given: Attending | undefined,
  { lookout, followScreen }: Pick<AttentionParts, 'lookout' | 'followScreen'>,
): () => void {
  if (!given) return () => {};
  const { client, clock, remark } = tui;
  const shown = () => {
    const { ui, chat } = tui.view();
    return shownRoom(ui, chat)?.id;
  };
  const settings = () => {
    const { quiet } = tui.view().ui;
    return quiet === undefined ? given.settings : { ...given.settings, doNotDisturb: quiet };
  };
  return startAttention({ ...given, settings, client, clock, remark, shown, lookout, followScreen });
}
