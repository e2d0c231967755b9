import type { MessageEntry } from '@securechat/client';
import { messageLine, presentMessage, roomLabel } from '@securechat/client/present';
import { cleanLine, terminalFace } from '../../text/clean.ts';
import { lettersOf } from '../../text/width.ts';
import type { NotificationKind } from './policy.ts';

/** What a notification says. Clean, on one line each, and bounded; neither begins with what a command could take for an option. */
export type NotificationText = {
  readonly room: string;
  /** Where there are several servers, which of them it is of. */
  readonly server?: string;
  readonly title: string;
  readonly text: string;
};

const maxCharacters = 200;
/** A letter may be of many code points; notifications have no use for those. */
const maxUnits = 4 * maxCharacters;

const beginningOf = (text: string) => text.slice(0, 2 * maxUnits);

/** One clean line of at most 200 letters. */
export function shortLine(text: string): string {
  // Cut first: of a long text only the beginning needs to be cleaned.
  const begin = beginningOf(text);
  const line = cleanLine(begin).replace(/\s+/gu, ' ').trim();
  const letters = lettersOf(line.slice(0, maxUnits - 1).toWellFormed());
  if (begin === text && line.length < maxUnits && letters.length <= maxCharacters) return line;
  return `${letters.slice(0, maxCharacters - 1).join('')}…`;
}

/** Why something is said: `further` others came since the last notification; the server is named where it must be. */
type Reason = { readonly kind: NotificationKind; readonly further: number; readonly server?: string | undefined };

/** What is said of a message. */
export function notificationText(message: MessageEntry, { kind, further, server }: Reason): NotificationText {
  const room = shortLine(message.room);
  const name = server === undefined ? undefined : shortLine(server);
  const label = roomLabel(room);
  const where = name === undefined ? label : `${label} (${name})`;
  const more = further > 0 ? ` (and ${further} more)` : '';
  return {
    room,
    ...(name === undefined ? {} : { server: name }),
    title: kind === 'mention' ? `${where}: you are mentioned${more}` : `${where}${more}`,
    text: shortLine(messageLine(presentMessage(message, { ...terminalFace, clean: beginningOf }))),
  };
}
