import type { Entry, MessageEntry, PendingMessage, RoomState } from '@securechat/client';
import {
  cleanLine,
  cleanSelectable,
  type Face,
  messageLine,
  type PresentedMessage,
  present,
  presentMessage,
} from '@securechat/client/present';
import type { EventId } from '@securechat/protocol';

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
  /** The reader, in a message of another: whose mentions in it are marked. */
  readonly mention?: string;
  /** Why a message was finally refused. */
  readonly refused?: string;
};

/** Messages can be selected and copied here; each is isolated, so that its direction does not reach others. */
const pageFace: Face = { clean: cleanSelectable, update: 'reload the page' };

/** The lines of a room: what is stored, what was seen in passing, and at the end what is on its way. */
export function linesOf(room: RoomState, pending: readonly PendingMessage[], me: string | undefined): TimelineLine[] {
  const lines = Array.from(room.timeline, (entry) => cachedLineOf(entry, me));
  for (const { id, room: its, text, atMs, refused } of pending) {
    if (its !== room.id) continue;
    const shown = withAuthor(presentMessage({ author: me ?? '', text }, pageFace));
    const line = { key: `m-${me}-${id}`, kind: 'pending', id, atMs, ...shown } as const;
    lines.push(refused === undefined ? line : { ...line, refused: cleanLine(refused) });
  }
  return lines;
}

/** An action is one line with its author's name, and has no author of its own. */
function withAuthor(message: PresentedMessage): Pick<TimelineLine, 'author' | 'text'> {
  return message.kind === 'action' ? { text: messageLine(message) } : { author: message.author, text: message.text };
}

/** Nobody wants to hear more of a message than this at once. */
const maxSpoken = 400;

/** A message as it is read out. */
export function spokenMessage(message: MessageEntry): string {
  const shown = presentMessage(message, pageFace);
  const text = shown.text.length > maxSpoken ? `${shown.text.slice(0, maxSpoken)} …` : shown.text;
  return messageLine({ ...shown, text });
}

/** By entry, which never changes: a room of thousands of long messages is read once and not for each that comes. */
const cachedLines = new WeakMap<Entry, TimelineLine>();

function cachedLineOf(entry: Entry, me: string | undefined): TimelineLine {
  const known = cachedLines.get(entry);
  if (known) return known;
  const line = lineOf(entry, me);
  cachedLines.set(entry, line);
  return line;
}

function lineOf(entry: Entry, me: string | undefined): TimelineLine {
  const shown = present(entry, pageFace);
  if (entry.kind === 'presence') return { key: entry.key, kind: 'presence', atMs: entry.at, text: shown.text };
  const base = { key: `e-${entry.seq}`, seq: entry.seq, atMs: entry.at };
  if (shown.kind === 'system') return { ...base, kind: 'event', text: shown.text };
  const line = { ...base, kind: 'message', ...withAuthor(shown) } as const;
  return me === undefined || entry.author === me ? line : { ...line, mention: me };
}
