import { bell, type NotificationCode, notifications, throughTmux } from '../../terminal/osc-codes.ts';
import { notificationCode } from '../../terminal/terminals.ts';
import type { NotificationSettings } from './policy.ts';
import type { NotificationText } from './text.ts';

/** How the user is told: bytes for the terminal, or a command with its arguments. */
export type Channel =
  | { readonly write: (words: NotificationText) => string }
  | { readonly command: string; readonly argumentsFor: (words: NotificationText) => string[] };

const ring: Channel = { write: () => bell };

/** A sequence as it reaches the terminal from here. */
function sequence(code: NotificationCode, inTmux: boolean): (words: NotificationText) => string {
  return (words) => (inTmux ? throughTmux(notifications[code](words)) : notifications[code](words));
}

/** Desktops read a text as markup, in which a message could place links and pictures. */
const withoutMarkup = (text: string) => text.replaceAll('<', '‹').replaceAll('>', '›');

/** The arguments of the user's command: what stands for the message is put in, each into the argument in which it stands. */
function filled(argument: string, { room, title, text }: NotificationText): string {
  const values: Record<string, string> = { room, title: withoutMarkup(title), text: withoutMarkup(text) };
  // In one go: a text that has `{title}` in it stays as it is.
  return argument.replace(/\{(room|title|text)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The way the user has chosen, or the best that the terminal is known to have. */
export function channelFor(
  { notify, notifyCommand }: Pick<NotificationSettings, 'notify' | 'notifyCommand'>,
  variables: NodeJS.ProcessEnv,
): Channel | undefined {
  const inTmux = Boolean(variables.TMUX);
  const code = notificationCode(variables);
  const [command, ...rest] = notifyCommand;
  switch (notify) {
    case 'off':
      return undefined;
    case 'bell':
      return ring;
    // Most of the terminals that show notifications take that of iTerm2.
    case 'osc':
      return { write: sequence(code ?? 9, inTmux) };
    case 'command':
      if (command === undefined) return ring;
      return { command, argumentsFor: (words) => rest.map((argument) => filled(argument, words)) };
    case 'auto': {
      if (code === undefined) return ring;
      const shown = sequence(code, inTmux);
      // Without `allow-passthrough` tmux drops the sequence; the bell marks the window in any case.
      return { write: (words) => (inTmux ? `${shown(words)}${bell}` : shown(words)) };
    }
  }
}
