import {
  type ChatClient,
  type ChatState,
  type Clock,
  type Entry,
  entryOf,
  type MessageEntry,
  type Notice,
  roomOf,
} from '@securechat/client';
import { labelOf, roomHandle } from '@securechat/client/present';
import type { RoomId } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import type { NotificationChannel } from './channel.ts';
import { type NotificationSettings, notificationFor, type RoomNotifications } from './policy.ts';
import type { TerminalFocus } from './terminal-focus.ts';
import { notificationText } from './text.ts';

/** What notifications need from the rest of the chat. */
export type NotificationParts = {
  readonly client: Pick<ChatClient, 'listen' | 'getSnapshot'>;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  /** The current settings; the user can change them while the chat runs. */
  settings(): NotificationSettings;
  readonly channel: Pick<NotificationChannel, 'notify'>;
  readonly terminalFocus: TerminalFocus;
  /** The room on the screen. */
  shown(): RoomId | undefined;
  /** The server, if it must be named. */
  server?(): string | undefined;
  /** When the last notification was sent, by any of the servers that share this. */
  readonly pace: { toldMs: number };
  /** Shows a sentence above the composer. */
  remark(text: string, tone: 'warning'): void;
};

const minBetweenMs = 1000;

/** Passes on live events, but none of a catch-up. */
function liveOnly({ link, lastSync }: ChatState, happened: (entry: Entry) => void): (notice: Notice) => void {
  // The first catch-up may have ended before the chat is shown.
  let caughtUp = link.status === 'online' && lastSync !== undefined;
  return (notice) => {
    if (notice.kind === 'synced') caughtUp = true;
    else if (notice.kind === 'link' && notice.link.status !== 'online') caughtUp = false;
    else if (notice.kind === 'event' && caughtUp) happened(entryOf(notice.event));
  };
}

/** Notifies at most once a second. Messages within that second share one notification: the newest mention or direct message, else the newest message. */
function teller(parts: NotificationParts, attending: () => RoomNotifications) {
  const { clock, channel, remark, server, pace } = parts;
  let held: MessageEntry[] = [];
  let cancel: (() => void) | undefined;
  const failed = (why: string) => {
    remark(`Notifications do not work: cannot run notify-command (${cleanLine(why)}).`, 'warning');
  };
  const tell = () => {
    cancel = undefined;
    // Checked again: a held message may be on the screen by now.
    const told = held.flatMap((message) => {
      const kind = notificationFor(message, attending());
      return kind ? [{ message, kind }] : [];
    });
    held = [];
    const chosen = told.findLast(({ kind }) => kind !== 'message') ?? told.at(-1);
    if (!chosen) return;
    pace.toldMs = clock.nowMs();
    const room = attending().nameOf(chosen.message.room);
    const label = labelOf(parts.client.getSnapshot(), chosen.message.room);
    const reason = { kind: chosen.kind, room, label, further: told.length - 1, server: server?.() };
    const text = notificationText(chosen.message, reason);
    channel.notify(text, failed);
  };
  const tellWhenDue = () => {
    const waitMs = pace.toldMs + minBetweenMs - clock.nowMs();
    // If the clock was set back, do not stay silent.
    if (waitMs <= 0 || waitMs > minBetweenMs) tell();
    // Another server may have notified in the meantime.
    else cancel = clock.after(waitMs, tellWhenDue);
  };
  return {
    onEntry: (entry: Entry) => {
      if (entry.kind !== 'message' || !notificationFor(entry, attending())) return;
      held.push(entry);
      cancel?.();
      tellWhenDue();
    },
    stop: () => cancel?.(),
  };
}

/** Starts notifications. The returned function stops them. */
export function startNotifier(parts: NotificationParts): () => void {
  const { client, settings, terminalFocus } = parts;
  const attending = (): RoomNotifications => ({
    chat: client.getSnapshot(),
    shown: terminalFocus.handedOver() ? undefined : parts.shown(),
    kindOf: (room) => roomOf(client.getSnapshot(), room).kind,
    nameOf: (room) => roomHandle(roomOf(client.getSnapshot(), room)),
    focused: terminalFocus.focused(),
    settings: settings(),
  });
  const tells = teller(parts, attending);
  const stopListening = client.listen(liveOnly(client.getSnapshot(), tells.onEntry));
  return () => {
    stopListening();
    tells.stop();
  };
}
