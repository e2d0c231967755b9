import type { ChatContext } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { several } from '../state/servers.ts';
import type { NotificationChannel } from './channel.ts';
import { type NotificationParts, startNotifier } from './notifications.ts';
import type { NotificationSettings } from './policy.ts';

/** How the user of a screen is notified of messages. */
export type NotificationSetup = { readonly settings: NotificationSettings; readonly channel: NotificationChannel };

/** The settings as they are now: the user may have silenced the chat, or ended that. */
export function effectiveSettings({ settings }: NotificationSetup, quiet: boolean | undefined): NotificationSettings {
  return quiet === undefined ? settings : { ...settings, doNotDisturb: quiet };
}

type Screen = Pick<NotificationParts, 'lookout' | 'pace'> & {
  /** Whether this server is on the screen. */
  isShown(): boolean;
  /** Whether the user is to be told of nothing; undefined where that is as the settings say. */
  quiet(): boolean | undefined;
};

/** Tells the user of messages; without ways to do so nothing is told. The returned function ends it. */
export function startNotifications(
  context: ChatContext,
  given: NotificationSetup | undefined,
  { lookout, pace, isShown, quiet }: Screen,
): () => void {
  if (!given) return () => {};
  const { client, clock, showStatus: remark } = context;
  const shown = () => {
    const { ui, chat } = context.view();
    return isShown() ? shownRoom(ui, chat)?.id : undefined;
  };
  const server = () => (several(context.servers.now()) ? context.view().serverName : undefined);
  return startNotifier({
    settings: () => effectiveSettings(given, quiet()),
    channel: given.channel,
    ...{ client, clock, remark, shown, server, lookout, pace },
  });
}
