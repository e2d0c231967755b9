import type { NotificationText } from '../chat/notifications/text.ts';

const esc = '\u001b';
const st = `${esc}\\`;

/** Rings the bell; tmux then marks the window. */
export const bell = '\u0007';

/** A semicolon would end the field. */
const field = (text: string) => text.replaceAll(';', ',');

/** A part of a notification's id, in the characters that kitty allows. */
const inName = (text: string) => text.replace(/[^a-z0-9_-]/g, '_');

/** The sequences with which terminals show a notification, by OSC number. */
export const notifications = {
  /** iTerm2's. It has one text; a leading `4;` would be a progress bar, but ours starts with `#`. */
  9: ({ title, text }: NotificationText) => `${esc}]9;${title} · ${text}${bell}`,
  /** rxvt's: a title and a text. */
  777: ({ title, text }: NotificationText) => `${esc}]777;notify;${field(title)};${text}${bell}`,
  /** kitty's: title and text are sent separately; a newer notification with the same id replaces the older. */
  99: ({ room, server, title, text }: NotificationText) => {
    // No part contains a plus, so rooms of two servers never share an id.
    const name = `securechat-${server === undefined ? '' : `${inName(server)}+`}${inName(room)}`;
    return `${esc}]99;i=${name}:d=0;${title}${st}${esc}]99;i=${name}:d=1:p=body;${text}${st}`;
  },
} as const;
export type NotificationCode = keyof typeof notifications;

/** Passes a sequence through tmux to its terminal, if tmux allows it (`allow-passthrough`). */
export function throughTmux(sequence: string): string {
  return `${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${st}`;
}

/** Sets the window's title. */
export function titled(title: string): string {
  return `${esc}]2;${title}${bell}`;
}
