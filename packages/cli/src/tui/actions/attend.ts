import { type AttentionParts, startAttention } from '../attention/attention.ts';
import { shownRoom } from '../state/selectors.ts';
import type { Tui } from './tui.ts';

/** How the user of a screen is told of messages: the settings, and the ways out of the chat. */
export type Attending = Pick<AttentionParts, 'settings' | 'variables' | 'write' | 'run'>;

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
  return startAttention({ ...given, client, clock, remark, shown, lookout, followScreen });
}
