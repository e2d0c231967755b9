import { type AttentionParts, startAttention } from '../attention/attention.ts';
import type { AttentionSettings } from '../attention/notice.ts';
import { shownRoom } from '../state/selectors.ts';
import { several } from '../state/servers.ts';
import type { Tui } from './tui.ts';

/** How the user of a screen is told of messages: the settings, and the ways out of the chat. */
export type Attending = Pick<AttentionParts, 'variables' | 'write' | 'run'> & { readonly settings: AttentionSettings };

/** The settings as they are now: the user may have silenced the chat, or ended that. */
export function attentionSettings({ settings }: Attending, quiet: boolean | undefined): AttentionSettings {
  return quiet === undefined ? settings : { ...settings, doNotDisturb: quiet };
}

type Screen = Pick<AttentionParts, 'lookout' | 'pace'> & {
  /** Whether this server is on the screen. */
  isShown(): boolean;
  /** Whether the user is to be told of nothing; undefined where that is as the settings say. */
  quiet(): boolean | undefined;
};

/** Tells the user of messages; without ways to do so nothing is told. The returned function ends it. */
export function attend(tui: Tui, given: Attending | undefined, { lookout, pace, isShown, quiet }: Screen): () => void {
  if (!given) return () => {};
  const { client, clock, remark } = tui;
  const shown = () => {
    const { ui, chat } = tui.view();
    return isShown() ? shownRoom(ui, chat)?.id : undefined;
  };
  const server = () => (several(tui.servers.now()) ? tui.view().serverName : undefined);
  return startAttention({
    ...given,
    settings: () => attentionSettings(given, quiet()),
    ...{ client, clock, remark, shown, server, lookout, pace },
  });
}
