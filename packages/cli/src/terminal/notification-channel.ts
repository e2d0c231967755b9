import type { NotificationChannel } from '../chat/notifications/channel.ts';
import type { NotificationSettings } from '../chat/notifications/policy.ts';
import type { NotificationText } from '../chat/notifications/text.ts';
import { bell, type NotificationCode, notifications, throughTmux, titled } from './osc-codes.ts';
import { notificationCode } from './terminals.ts';

/** How a notification is sent: bytes for the terminal, or a command with its arguments. */
type Way =
  | { readonly write: (words: NotificationText) => string }
  | { readonly command: string; readonly argumentsFor: (words: NotificationText) => string[] };

const ring: Way = { write: () => bell };

/** A sequence in the form in which it reaches the terminal from here. */
function sequence(code: NotificationCode, inTmux: boolean): (words: NotificationText) => string {
  return (words) => (inTmux ? throughTmux(notifications[code](words)) : notifications[code](words));
}

/** Desktops interpret a text as markup, in which a message could insert links and images. */
const withoutMarkup = (text: string) => text.replaceAll('<', '‹').replaceAll('>', '›');

/** Replaces the placeholders in an argument of the user's command. */
function filled(argument: string, { room, title, text }: NotificationText): string {
  const values: Record<string, string> = { room, title: withoutMarkup(title), text: withoutMarkup(text) };
  // In one pass: a text that contains `{title}` stays unchanged.
  return argument.replace(/\{(room|title|text)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The user's choice, or the best way that the terminal is known to support. */
function wayFor(
  { notify, notifyCommand }: Pick<NotificationSettings, 'notify' | 'notifyCommand'>,
  variables: NodeJS.ProcessEnv,
): Way | undefined {
  const inTmux = Boolean(variables.TMUX);
  const code = notificationCode(variables);
  const [command, ...rest] = notifyCommand;
  switch (notify) {
    case 'off':
      return undefined;
    case 'bell':
      return ring;
    // Most terminals that show notifications support the sequence of iTerm2.
    case 'osc':
      return { write: sequence(code ?? 9, inTmux) };
    case 'command':
      if (command === undefined) return ring;
      return { command, argumentsFor: (words) => rest.map((argument) => filled(argument, words)) };
    case 'auto': {
      if (code === undefined) return ring;
      const shown = sequence(code, inTmux);
      // Without `allow-passthrough` tmux drops the sequence; the bell always marks the window.
      return { write: (words) => (inTmux ? `${shown(words)}${bell}` : shown(words)) };
    }
  }
}

/** What a channel needs of its terminal and its process. */
type ChannelParts = {
  readonly settings: Pick<NotificationSettings, 'notify' | 'notifyCommand'>;
  /** Environment variables, which identify the terminal. */
  readonly variables: NodeJS.ProcessEnv;
  /** Writes to the terminal without drawing anything. */
  write(bytes: string): void;
  /** Runs the user's command with `input` on stdin; `failed` is called if it cannot be started. */
  run(command: string, args: readonly string[], input: string, failed: (why: string) => void): void;
};

/** Notifies through the terminal, its bell or the user's command, depending on the settings. */
export function notificationChannel({ settings, variables, write, run }: ChannelParts): NotificationChannel {
  const way = wayFor(settings, variables);
  return {
    notify: (text, failed) => {
      if (way === undefined) return;
      if ('write' in way) write(way.write(text));
      else run(way.command, way.argumentsFor(text), `${text.title}\n${text.text}\n`, failed);
    },
    setTitle: (title) => write(titled(title)),
  };
}
