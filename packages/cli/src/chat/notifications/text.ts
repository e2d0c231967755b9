import type { MessageEntry } from '@securechat/client';
import { handleLabel, messageLine, presentMessage } from '@securechat/client/present';
import { cleanLine, terminalFace } from '../../text/clean.ts';
import { lettersOf } from '../../text/width.ts';
import type { NotificationKind } from './policy.ts';

/** The text of a notification. Clean, one line each, and bounded; no part starts with what a command could take for an option. */
export type NotificationText = {
  readonly room: string;
  /** The server, if there are several. */
  readonly server?: string;
  readonly title: string;
  readonly text: string;
};

const maxCharacters = 200;
/** A grapheme can have many code points; such ones are cut off. */
const maxUnits = 4 * maxCharacters;

const beginningOf = (text: string) => text.slice(0, 2 * maxUnits);

/** One clean line of at most 200 graphemes. */
export function shortLine(text: string): string {
  // Cut first, so that only the beginning of a long text is cleaned.
  const begin = beginningOf(text);
  const line = cleanLine(begin).replace(/\s+/gu, ' ').trim();
  const letters = lettersOf(line.slice(0, maxUnits - 1).toWellFormed());
  if (begin === text && line.length < maxUnits && letters.length <= maxCharacters) return line;
  return `${letters.slice(0, maxCharacters - 1).join('')}…`;
}

/** Why a notification is shown; `further`: the number of messages since the last one. The server is set if it must be named. */
type Reason = {
  readonly kind: NotificationKind;
  /** The handle of the room, for scripts, and its label where that is known. */
  readonly room: string;
  readonly label?: string;
  readonly further: number;
  readonly server?: string | undefined;
};

/** The text of a notification about a message. */
export function notificationText(
  message: MessageEntry,
  { kind, further, server, ...reason }: Reason,
): NotificationText {
  const room = shortLine(reason.room);
  const name = server === undefined ? undefined : shortLine(server);
  const label = kind === 'direct' ? 'Direct message' : shortLine(reason.label ?? handleLabel(room));
  const where = name === undefined ? label : `${label} (${name})`;
  const more = further > 0 ? ` (and ${further} more)` : '';
  return {
    room,
    ...(name === undefined ? {} : { server: name }),
    title: kind === 'mention' ? `${where}: you are mentioned${more}` : `${where}${more}`,
    text: shortLine(messageLine(presentMessage(message, { ...terminalFace, clean: beginningOf }))),
  };
}
