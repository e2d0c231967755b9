import type { ChatState, Clock } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import type { RoomId } from '@securechat/protocol';
import { type NotificationSettings, waitingCount } from './policy.ts';
import type { TerminalFocus } from './terminal-focus.ts';
import { shortLine } from './text.ts';

/** What a title is made of: the chats that are open, and what is on the screen. */
export type TitleFacts = {
  readonly chats: readonly ChatState[];
  readonly room: RoomId | undefined;
  /** The server on the screen, where that must be said. */
  readonly server: string | undefined;
  readonly settings: NotificationSettings;
};

/** The title of the window: how much waits for the user, and which room is shown. */
export function titleOf({ chats, room, server, settings }: TitleFacts): string {
  const waiting = chats.reduce((sum, chat) => sum + waitingCount(chat, settings), 0);
  const waits = waiting > 0 && !settings.doNotDisturb ? `(${waiting}) ` : '';
  const shown = room === undefined ? '' : ` · ${shortLine(roomLabel(room))}`;
  return `${waits}SecureChat${shown}${server === undefined ? '' : ` · ${shortLine(server)}`}`;
}

/** What the title needs of the world. */
type TitleParts = {
  readonly clock: Pick<Clock, 'after'>;
  readonly terminalFocus: TerminalFocus;
  /** Gives the window this title. */
  setTitle(title: string): void;
  /** Calls back when the facts may be others. */
  follow(changed: () => void): () => void;
  now(): TitleFacts;
};

/** A title that changes more often is not read. */
const titleAfterMs = 200;

/** Writes the title when it is another than before, and not at every change of what it counts. The returned function ends it; the title stays for who restores it. */
export function startTitle({ clock, terminalFocus, setTitle, follow, now }: TitleParts): () => void {
  let written: string | undefined;
  let cancel: (() => void) | undefined;
  const put = () => {
    cancel = undefined;
    const title = titleOf(now());
    if (terminalFocus.handedOver() || title === written) return;
    written = title;
    setTitle(title);
  };
  const changed = () => {
    cancel ??= clock.after(titleAfterMs, put);
  };
  const looked = () => {
    // The program that has the terminal may leave another.
    if (terminalFocus.handedOver()) written = undefined;
    else put();
  };
  const ends = [follow(changed), terminalFocus.subscribe(looked), () => cancel?.()];
  put();
  return () => {
    for (const end of ends) end();
  };
}
