import type { HasClient, HasClock, HasScreen, HasServers } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { several } from '../state/servers.ts';
import type { NotificationChannel } from './channel.ts';
import { type NotificationParts, startNotifier } from './notifications.ts';
import type { NotificationSettings } from './policy.ts';

/** How the user of a screen is notified. */
export type NotificationSetup = { readonly settings: NotificationSettings; readonly channel: NotificationChannel };

/** The current settings, including /dnd. */
export function effectiveSettings({ settings }: NotificationSetup, quiet: boolean | undefined): NotificationSettings {
  return quiet === undefined ? settings : { ...settings, doNotDisturb: quiet };
}

type Screen = Pick<NotificationParts, 'terminalFocus' | 'pace'> & {
  /** Whether this server is shown. */
  isShown(): boolean;
  /** The state of /dnd; undefined: the settings decide. */
  quiet(): boolean | undefined;
};

/** Starts notifications if there is a channel for them. The returned function stops them. */
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
