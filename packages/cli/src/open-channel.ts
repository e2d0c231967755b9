import type { OpenChannel } from './commands/watch.ts';
import { runCommand } from './process/run-command.ts';
import { notificationChannel } from './terminal/notification-channel.ts';

/** Notifications of a command without a screen: through its terminal if there is one, even if its output goes elsewhere, or by the user's command. */
export const openChannel: OpenChannel = (settings, { stdout, stderr, variables }) => {
  const terminal = [stderr, stdout].find(({ isTTY }) => isTTY);
  return notificationChannel({
    settings,
    variables,
    write: (bytes) => void terminal?.write(bytes),
    run: (command, args, input, failed) => runCommand(command, { args, input, variables }, failed),
  });
};
