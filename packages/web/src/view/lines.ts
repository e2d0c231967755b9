import type { ChatState, PendingMessage, RoomState, TimelineItem } from '@securechat/client';
import type { EventId } from '@securechat/protocol';
import { readMessage } from '@securechat/protocol/text';

/** One line of the timeline as the page shows it. */
export type Line = {
  /** The same for the same line, so that it is drawn once. */
  readonly key: string;
  /** `day` stands above the first line of a day. */
  readonly kind: 'message' | 'event' | 'presence' | 'pending' | 'day';
  readonly seq?: number;
  /** Of a message that has no place yet. */
  readonly id?: EventId;
  readonly atMs: number;
  readonly author?: string;
  readonly text: string;
  /** Why a message was finally refused. */
  readonly refused?: string;
};

/** Text as it may be shown: without controls and without characters that turn or hide what is read (D12). */
export function clean(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
    .toWellFormed();
}

/** The lines of a room: what is stored, what was seen in passing, and at the end what is on its way. */
export function linesOf(room: RoomState, pending: readonly PendingMessage[], me: string | undefined): Line[] {
  const lines = Array.from(room.timeline, lineOf);
  for (const message of pending) {
    if (message.room !== room.id) continue;
    const { id, text, atMs, refused } = message;
    const line = { key: `m-${me}-${id}`, kind: 'pending', id, atMs, ...speech(me ?? '', text) } as const;
    lines.push(refused === undefined ? line : { ...line, refused: clean(refused) });
  }
  return lines;
}

/** A message as it is shown: an action is one line with its author's name, and has no author of its own. */
function speech(author: string, text: string): { author?: string; text: string } {
  const name = clean(author);
  const shown = readMessage(clean(text));
  return shown.isAction ? { text: `* ${name} ${shown.text}` } : { author: name, text: shown.text };
}

function lineOf(item: TimelineItem): Line {
  if (item.kind === 'presence') {
    const { key, user, online, at } = item;
    return { key, kind: 'presence', atMs: at, text: `${clean(user)} ${online ? 'joined' : 'left'} the chat` };
  }
  const { event } = item;
  const base = { key: `e-${event.seq}`, seq: event.seq, atMs: event.at };
  const who = clean(event.author);
  const unreadable = 'a message this version cannot read';
  switch (event.type) {
    case 'message':
      return event.body.kind === 'text'
        ? { ...base, kind: 'message', ...speech(event.author, event.body.text) }
        : { ...base, kind: 'message', author: who, text: unreadable };
    case 'joined':
      return { ...base, kind: 'event', text: `${who} became a member of #${event.room}` };
    case 'left':
      return { ...base, kind: 'event', text: `${who} is no longer a member of #${event.room}` };
    case 'removed':
      return { ...base, kind: 'event', text: `${who} removed ${clean(event.user)} from #${event.room}` };
    case 'made':
      return { ...base, kind: 'event', text: `${who} made #${event.room}` };
    default:
      return { ...base, kind: 'event', text: unreadable };
  }
}

/** How the link stands, in words. */
export function sayLink(link: ChatState['link'], nowMs: number): string {
  switch (link.at) {
    case 'waiting':
      return `waiting ${Math.max(1, Math.ceil((link.untilMs - nowMs) / 1000))} s: ${link.say}`;
    case 'greeting':
      return 'connecting';
    case 'refused':
      return link.say;
    default:
      return link.at;
  }
}
