import type { NotificationText } from '../chat/notifications/text.ts';

const esc = '\u001b';
const st = `${esc}\\`;

/** Rings the bell; tmux then marks the window. */
export const bell = '\u0007';

/** A semicolon ends a field. */
const field = (text: string) => text.replaceAll(';', ',');

/** A part of a notification's name, of what kitty takes in it. */
const inName = (text: string) => text.replace(/[^a-z0-9_-]/g, '_');

/** The sequences by which terminals show a notification, by the number of their operating system command. */
export const notifications = {
  /** iTerm2's. It has one text; `4;` at its beginning would be a progress bar, which a `#` is not. */
  9: ({ title, text }: NotificationText) => `${esc}]9;${title} · ${text}${bell}`,
  /** rxvt's: a title and a text. */
  777: ({ title, text }: NotificationText) => `${esc}]777;notify;${field(title)};${text}${bell}`,
  /** kitty's: the title and the text come one after the other; a newer one of the same name replaces the older. */
  99: ({ room, server, title, text }: NotificationText) => {
    // No part has a plus: rooms of two servers never share a name.
    const name = `securechat-${server === undefined ? '' : `${inName(server)}+`}${inName(room)}`;
    return `${esc}]99;i=${name}:d=0;${title}${st}${esc}]99;i=${name}:d=1:p=body;${text}${st}`;
  },
} as const;
export type NotificationCode = keyof typeof notifications;

/** Hands a sequence through tmux to the terminal it runs in, where tmux allows it (`allow-passthrough`). */
export function throughTmux(sequence: string): string {
  return `${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${st}`;
}

/** Gives the window this title. */
export function titled(title: string): string {
  return `${esc}]2;${title}${bell}`;
}
