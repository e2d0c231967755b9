import {
  type ChatClient,
  type ChatState,
  type Clock,
  type Entry,
  entryOf,
  type MessageEntry,
  type Notice,
} from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import type { NotificationChannel } from './channel.ts';
import { type NotificationSettings, notificationFor, type RoomNotifications } from './policy.ts';
import type { TerminalFocus } from './terminal-focus.ts';
import { notificationText } from './text.ts';

/** What attention needs of the world. */
export type NotificationParts = {
  readonly client: Pick<ChatClient, 'listen' | 'getSnapshot'>;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  /** As they are now: the user may change them meanwhile. */
  settings(): NotificationSettings;
  readonly channel: Pick<NotificationChannel, 'notify'>;
  readonly lookout: TerminalFocus;
  /** The room on the screen. */
  shown(): RoomId | undefined;
  /** The server, where that must be said. */
  server?(): string | undefined;
  /** When the user was last told, by any of those who share it. */
  readonly pace: { toldMs: number };
  /** Says a sentence to the user. */
  remark(text: string, tone: 'warning'): void;
};

const minBetweenMs = 1000;

/** Passes on what has just happened, and nothing of what a catch-up brings. */
function liveOnly({ link, lastSync }: ChatState, happened: (entry: Entry) => void): (notice: Notice) => void {
  // The first catch-up may be over before the chat is on the screen.
  let caughtUp = link.status === 'online' && lastSync !== undefined;
  return (notice) => {
    if (notice.kind === 'synced') caughtUp = true;
    else if (notice.kind === 'link' && notice.link.status !== 'online') caughtUp = false;
    else if (notice.kind === 'event' && caughtUp) happened(entryOf(notice.event));
  };
}

/** Tells at most once a second; what comes meanwhile is told together, by its newest mention or else its newest message. */
function teller(parts: NotificationParts, attending: () => RoomNotifications) {
  const { clock, channel, remark, server, pace } = parts;
  let held: MessageEntry[] = [];
  let cancel: (() => void) | undefined;
  const failed = (why: string) => {
    remark(`Notifications do not work: cannot run notify-command (${cleanLine(why)}).`, 'warning');
  };
  const tell = () => {
    cancel = undefined;
    // Anew: what came meanwhile may be on the screen by now.
    const told = held.flatMap((message) => {
      const kind = notificationFor(message, attending());
      return kind ? [{ message, kind }] : [];
    });
    held = [];
    const chosen = told.findLast(({ kind }) => kind === 'mention') ?? told.at(-1);
    if (!chosen) return;
    pace.toldMs = clock.nowMs();
    const text = notificationText(chosen.message, { kind: chosen.kind, further: told.length - 1, server: server?.() });
    channel.notify(text, failed);
  };
  const tellWhenDue = () => {
    const waitMs = pace.toldMs + minBetweenMs - clock.nowMs();
    // A clock that was set back must not silence us.
    if (waitMs <= 0 || waitMs > minBetweenMs) tell();
    // Another server may tell something meanwhile.
    else cancel = clock.after(waitMs, tellWhenDue);
  };
  return {
    hear: (entry: Entry) => {
      if (entry.kind !== 'message' || !notificationFor(entry, attending())) return;
      held.push(entry);
      cancel?.();
      tellWhenDue();
    },
    stop: () => cancel?.(),
  };
}

/** Tells the user of what happens. The returned function ends it. */
export function startNotifier(parts: NotificationParts): () => void {
  const { client, settings, lookout } = parts;
  const attending = (): RoomNotifications => ({
    me: client.getSnapshot().me,
    shown: lookout.handedOver() ? undefined : parts.shown(),
    focused: lookout.focused(),
    settings: settings(),
  });
  const tells = teller(parts, attending);
  const stopListening = client.listen(liveOnly(client.getSnapshot(), tells.hear));
  return () => {
    stopListening();
    tells.stop();
  };
}
