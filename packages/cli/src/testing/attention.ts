import { defaultSettings } from '../settings/table.ts';
import { notificationChannel } from '../terminal/notification-channel.ts';

/** Notifications for a terminal with these variables, and what is written to it. */
export function writtenAttention(variables: NodeJS.ProcessEnv = {}) {
  const written: string[] = [];
  const write = (bytes: string) => void written.push(bytes);
  const channel = notificationChannel({ settings: defaultSettings, variables, write, run: () => {} });
  return { written, attention: { settings: defaultSettings, channel } };
}
