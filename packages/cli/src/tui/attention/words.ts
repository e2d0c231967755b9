import { type RoomEvent, readMessage } from '@securechat/protocol';
import { cleanLine } from '../text/clean.ts';
import { lettersOf } from '../text/width.ts';
import type { NoticeKind } from './notice.ts';

/** What a notification says. Clean, on one line each, and bounded; neither begins with what a command could take for an option. */
export type Words = {
  readonly room: string;
  /** Where there are several servers, which of them it is of. */
  readonly server?: string;
  readonly title: string;
  readonly text: string;
};

const mostLetters = 200;
/** A letter may be of many code points; notifications have no use for those. */
const mostUnits = 4 * mostLetters;

/** One clean line of at most 200 letters. */
export function shortLine(text: string): string {
  // Cut first: of a long text only the beginning needs to be cleaned.
  const begin = text.slice(0, 2 * mostUnits);
  const line = cleanLine(begin).replace(/\s+/gu, ' ').trim();
  const letters = lettersOf(line.slice(0, mostUnits - 1).toWellFormed());
  if (begin === text && line.length < mostUnits && letters.length <= mostLetters) return line;
  return `${letters.slice(0, mostLetters - 1).join('')}…`;
}

/** Why something is said: `further` others came since the last notification; the server is named where it must be. */
type Reason = { readonly kind: NoticeKind; readonly further: number; readonly server?: string | undefined };

/** What is said of a message. */
export function wordsFor(event: RoomEvent & { type: 'message' }, { kind, further, server }: Reason): Words {
  const room = shortLine(event.room);
  const name = server === undefined ? undefined : shortLine(server);
  const where = name === undefined ? `#${room}` : `#${room} (${name})`;
  const { isAction, text } = readMessage(
    event.body.kind === 'text' ? event.body.text : 'a message this version cannot read',
  );
  const more = further > 0 ? ` (and ${further} more)` : '';
  return {
    room,
    ...(name === undefined ? {} : { server: name }),
    title: kind === 'mention' ? `${where}: you are mentioned${more}` : `${where}${more}`,
    text: shortLine(isAction ? `* ${event.author} ${text}` : `${event.author}: ${text}`),
  };
}
