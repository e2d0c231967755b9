import type { ChatState, PendingMessage, RoomState, TimelineItem } from '@securechat/client';
import type { EventId, MessageEvent } from '@securechat/protocol';
import { readMessage } from '@securechat/protocol/text';

/** One line of the timeline as the page shows it. */
export type TimelineLine = {
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

/** Names, topics and reasons as they may be shown: one line, without characters that turn or hide what is read (D12). */
export function clean(text: string): string {
  return cleanMessage(text.replace(/[\u200b\u200e\u200f\u2060\ufeff]/g, '')).replace(/[\n\t]/g, ' ');
}

/**
 * The text of a message as it may be shown and copied: every character that a server accepts stays, joiners, direction marks and
 * variation selectors too. What it refuses (controls, directional overrides and isolates) does not get into the page; each message
 * is isolated there, so that its direction does not reach others.
 */
export function cleanMessage(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
    .toWellFormed();
}

/** The lines of a room: what is stored, what was seen in passing, and at the end what is on its way. */
export function linesOf(room: RoomState, pending: readonly PendingMessage[], me: string | undefined): TimelineLine[] {
  const lines = Array.from(room.timeline, keptLineOf);
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
  const shown = readMessage(text);
  const said = cleanMessage(shown.text);
  return shown.isAction ? { text: `* ${name} ${said}` } : { author: name, text: said };
}

const unreadable = 'This message needs a newer version of the page.';
/** Nobody wants to hear more of a message than this at once. */
const spoken = 400;

/** A message as it is read out. */
export function sayAloud({ author, body }: MessageEvent): string {
  const { author: name, text } = body.kind === 'text' ? speech(author, body.text) : { author, text: unreadable };
  const short = text.length > spoken ? `${text.slice(0, spoken)} …` : text;
  return name === undefined ? short : `${clean(name)}: ${short}`;
}

/** By what they show, which never changes: a room of thousands of long messages is read once and not for each that comes. */
const keptLines = new WeakMap<TimelineItem, TimelineLine>();

function keptLineOf(item: TimelineItem): TimelineLine {
  const known = keptLines.get(item);
  if (known) return known;
  const line = lineOf(item);
  keptLines.set(item, line);
  return line;
}

function lineOf(item: TimelineItem): TimelineLine {
  if (item.kind === 'presence') {
    const { key, user, online, at } = item;
    return { key, kind: 'presence', atMs: at, text: `${clean(user)} ${online ? 'joined' : 'left'} the chat` };
  }
  const { event } = item;
  const base = { key: `e-${event.seq}`, seq: event.seq, atMs: event.at };
  const who = clean(event.author);
  switch (event.type) {
    case 'message':
      return event.body.kind === 'text'
        ? { ...base, kind: 'message', ...speech(event.author, event.body.text) }
        : { ...base, kind: 'message', author: who, text: unreadable };
    case 'joined':
      return { ...base, kind: 'event', text: `${who} joined #${event.room}` };
    case 'left':
      return { ...base, kind: 'event', text: `${who} left #${event.room}` };
    case 'removed':
      return { ...base, kind: 'event', text: `${who} removed ${clean(event.user)} from #${event.room}` };
    case 'made':
      return { ...base, kind: 'event', text: `${who} created #${event.room}` };
    default:
      return { ...base, kind: 'event', text: unreadable };
  }
}

/** How the link stands, in words. */
export function sayLink(link: ChatState['link'], nowMs: number): string {
  switch (link.status) {
    case 'waiting':
      return `reconnecting in ${Math.max(1, Math.ceil((link.untilMs - nowMs) / 1000))} s (${withoutStop(link.message)})`;
    case 'greeting':
      return 'connecting…';
    case 'refused':
      return link.message;
    default:
      return link.status;
  }
}

const withoutStop = (sentence: string) => sentence.replace(/\.$/, '');
