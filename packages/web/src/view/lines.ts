import { type ChatState, type Entry, highlightWords, type MessageEntry, type RoomState } from '@securechat/client';
import {
  cleanLine,
  cleanSelectable,
  type Face,
  labelInSentence,
  messageLine,
  type PresentedMessage,
  present,
  presentMessage,
} from '@securechat/client/present';
import type { EventId } from '@securechat/protocol';
import type { Marked } from './message-text.ts';

/** One line of the page's timeline. */
export type TimelineLine = Marked & {
  /** The identity of the line, so that it is drawn once. */
  readonly key: string;
  /** `day` is above the first line of a day. */
  readonly kind: 'message' | 'event' | 'presence' | 'pending' | 'day';
  readonly seq?: number;
  /** The id of a pending message. */
  readonly id?: EventId;
  readonly atMs: number;
  readonly author?: string;
  readonly text: string;
  /** Why a message was refused for good. */
  readonly refused?: string;
  /** What is shown instead of a message of a blocked person, until the user opens it. */
  readonly folded?: string;
};

/** Messages can be selected and copied; each is isolated, so that its text direction does not affect others. */
export const pageFace: Face = { clean: cleanSelectable, update: 'reload the page' };

/** The lines of a room: its timeline, and pending messages at the end. */
export function linesOf(
  room: RoomState,
  { pending, me, userState }: Pick<ChatState, 'pending' | 'me' | 'userState'>,
): TimelineLine[] {
  const label = labelInSentence(room);
  const reader = { me, words: highlightWords(userState.highlight) };
  const lines = Array.from(room.timeline, (entry) => {
    const line = cachedLineOf(entry, label, reader);
    if (entry.kind !== 'message' || !userState.block.has(entry.author)) return line;
    return { ...line, folded: `message from ${cleanLine(entry.author)}, who is blocked` };
  });
  for (const { id, room: its, text, atMs, refused } of pending) {
    if (its !== room.id) continue;
    const shown = withAuthor(presentMessage({ author: me ?? '', text }, pageFace));
    const line = { key: `m-${me}-${id}`, kind: 'pending', id, atMs, ...shown } as const;
    lines.push(refused === undefined ? line : { ...line, refused: cleanLine(refused) });
  }
  return lines;
}

/** An action is one line that contains its author's name. */
function withAuthor(message: PresentedMessage): Pick<TimelineLine, 'author' | 'text'> {
  return message.kind === 'action' ? { text: messageLine(message) } : { author: message.author, text: message.text };
}

/** Maximum length of an announced message. */
const maxSpoken = 400;

/** A message as announced by a screen reader. */
export function spokenMessage(message: MessageEntry): string {
  const shown = presentMessage(message, pageFace);
  const text = shown.text.length > maxSpoken ? `${shown.text.slice(0, maxSpoken)} …` : shown.text;
  return messageLine({ ...shown, text });
}

/**
 * A cache by entry, which never changes, so that thousands of long messages are not presented again for each new one. System lines contain
 * the label of the room, which can change.
 */
const cachedLines = new WeakMap<
  Entry,
  Pick<Reader, 'words'> & { readonly room: string; readonly line: TimelineLine }
>();

/** The user, and the words of which the user wants to know. */
type Reader = { readonly me: string | undefined; readonly words: readonly string[] };

function cachedLineOf(entry: Entry, room: string, reader: Reader): TimelineLine {
  const { words } = reader;
  const known = cachedLines.get(entry);
  if (known?.room === room && known.words === words) return known.line;
  const line = lineOf(entry, room, reader);
  cachedLines.set(entry, { room, words, line });
  return line;
}

function lineOf(entry: Entry, room: string, { me, words }: Reader): TimelineLine {
  const shown = present(entry, { ...pageFace, room });
  if (entry.kind === 'presence') return { key: entry.key, kind: 'presence', atMs: entry.at, text: shown.text };
  const base = { key: `e-${entry.seq}`, seq: entry.seq, atMs: entry.at };
  if (shown.kind === 'system') return { ...base, kind: 'event', text: shown.text };
  const line = { ...base, kind: 'message', ...withAuthor(shown) } as const;
  // Nothing is marked in the user's own messages.
  if (me === undefined || entry.author === me) return line;
  const everybody = entry.kind === 'message' ? entry.everybody : undefined;
  return { ...line, mention: me, words, ...(everybody && { everybody }) };
}
