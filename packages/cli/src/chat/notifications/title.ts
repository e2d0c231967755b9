import type { ChatState, Clock, RoomState } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { type NotificationSettings, waitingCount } from './policy.ts';
import type { TerminalFocus } from './terminal-focus.ts';
import { shortLine } from './text.ts';

/** What the title depends on: the open chats, and what is on the screen. */
export type TitleFacts = {
  readonly chats: readonly ChatState[];
  readonly room: Pick<RoomState, 'kind' | 'name' | 'with' | 'members'> | undefined;
  /** The server on the screen, if it must be named. */
  readonly server: string | undefined;
  readonly settings: NotificationSettings;
};

/** The window's title: the number of unread messages, and the shown room. */
export function titleOf({ chats, room, server, settings }: TitleFacts): string {
  const waiting = chats.reduce((sum, chat) => sum + waitingCount(chat, settings), 0);
  const waits = waiting > 0 && !settings.doNotDisturb ? `(${waiting}) ` : '';
  const shown = room === undefined ? '' : ` · ${shortLine(roomLabel(room))}`;
  return `${waits}SecureChat${shown}${server === undefined ? '' : ` · ${shortLine(server)}`}`;
}

/** The dependencies of the title. */
type TitleParts = {
  readonly clock: Pick<Clock, 'after'>;
  readonly terminalFocus: TerminalFocus;
  /** Sets the window's title. */
  setTitle(title: string): void;
  /** Calls back when the facts may have changed. */
  follow(changed: () => void): () => void;
  now(): TitleFacts;
};

/** Faster changes could not be read. */
const titleAfterMs = 200;

/** Writes the title when it changes, at intervals. The returned function stops it; the title stays for the terminal's cleanup. */
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
    // Another program may have left its own title.
    if (terminalFocus.handedOver()) written = undefined;
    else put();
  };
  const ends = [follow(changed), terminalFocus.subscribe(looked), () => cancel?.()];
  put();
  return () => {
    for (const end of ends) end();
  };
}
