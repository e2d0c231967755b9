import type { HasClient, HasClock, HasScreen, HasServers } from '../chat-context.ts';
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

type Screen = Pick<NotificationParts, 'terminalFocus' | 'pace'> & {
  /** Whether this server is on the screen. */
  isShown(): boolean;
  /** Whether notifications are off for now; undefined where the settings decide. */
  quiet(): boolean | undefined;
};

/** Notifies the user of messages, where there is a channel for it. The returned function stops it. */
export function startNotifications(
  context: HasScreen & HasClient & HasClock & HasServers,
  given: NotificationSetup | undefined,
  { terminalFocus, pace, isShown, quiet }: Screen,
): () => void {
  if (!given) return () => {};
  const { client, clock, showStatus: remark } = context;
  const shown = () => (isShown() ? shownRoom(context.view())?.id : undefined);
  const server = () => (several(context.servers.now()) ? context.view().serverName : undefined);
  return startNotifier({
    settings: () => effectiveSettings(given, quiet()),
    channel: given.channel,
    ...{ client, clock, remark, shown, server, terminalFocus, pace },
  });
}
