import {
  type ChatState,
  type Entry,
  highlightWords,
  isAtEnd,
  type MessageEntry,
  messageActions,
  type PendingMessage,
  type RoomState,
} from '@securechat/client';
import {
  cleanLine,
  cleanSelectable,
  editMark,
  type Face,
  labelInSentence,
  messageLine,
  notDone,
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
  /** Why a message or a change of one was refused for good, as a sentence. */
  readonly refused?: string;
  /** What is said behind the text of a message that was edited, or is being edited. */
  readonly mark?: string;
  /** It was deleted, and has no text. */
  readonly deleted?: true;
  /** What the user may do with a message. */
  readonly may?: MessageActions;
  /** What is shown instead of a message of a blocked person, until the user opens it. */
  readonly folded?: string;
};

type MessageActions = ReturnType<typeof messageActions>;

/** Messages can be selected and copied; each is isolated, so that its text direction does not affect others. */
export const pageFace: Face = { clean: cleanSelectable, update: 'reload the page' };

/** The lines of a room: its timeline, and pending messages at the end. Pending changes of messages are shown in these, unless refused. */
export function linesOf(
  room: RoomState,
  state: Pick<ChatState, 'pending' | 'me' | 'userState' | 'byRoom'>,
): TimelineLine[] {
  const { pending, me, userState } = state;
  const reader = { me, words: highlightWords(userState.highlight) };
  const place = { label: labelInSentence(room), mayDo: (entry: MessageEntry) => messageActions(state, room, entry) };
  const lines = Array.from(room.timeline, (entry) => {
    const line = cachedLineOf(entry, place, reader);
    if (entry.kind !== 'message' || !userState.block.has(entry.author)) return line;
    return { ...line, folded: `message from ${cleanLine(entry.author)}, who is blocked` };
  });
  const atEnd = pending.filter((each) => each.room === room.id && isAtEnd(each));
  return [...lines, ...atEnd.map((each) => pendingLine(each, me ?? ''))];
}

/** The line of a message that is not confirmed, or of a refused change of one. */
function pendingLine({ id, text, atMs, changes, refused }: PendingMessage, me: string): TimelineLine {
  const shown =
    changes?.kind === 'delete'
      ? { text: '(deletion of a message)' }
      : withAuthor(presentMessage({ author: me, text }, pageFace));
  const line = { key: `m-${me}-${id}`, kind: 'pending', id, atMs, ...shown } as const;
  if (refused === undefined) return line;
  return { ...line, refused: refusalOf(changes, cleanLine(refused)) };
}

/** What was refused, and why: `Edit not saved: That message was deleted.` */
export function refusalOf(changes: PendingMessage['changes'], why: string): string {
  const what = notDone(changes ? { changes } : {});
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${why}`;
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
  Pick<Reader, 'words'> & { readonly label: string; readonly actions: string; readonly line: TimelineLine }
>();

/** The user, and the words of which the user wants to know. */
type Reader = { readonly me: string | undefined; readonly words: readonly string[] };
/** What differs between rooms: the label, and what the user may do with a message. */
type Place = { readonly label: string; readonly mayDo: (entry: MessageEntry) => MessageActions };

function cachedLineOf(entry: Entry, { label, mayDo }: Place, reader: Reader): TimelineLine {
  const { words } = reader;
  const may = entry.kind === 'message' ? mayDo(entry) : undefined;
  const actions = `${may?.edit} ${may?.delete}`;
  const known = cachedLines.get(entry);
  if (known?.label === label && known.words === words && known.actions === actions) return known.line;
  const line = entry.kind === 'message' ? messageLineOf(entry, reader, may) : systemLineOf(entry, label);
  cachedLines.set(entry, { label, words, actions, line });
  return line;
}

function systemLineOf(entry: Exclude<Entry, MessageEntry>, room: string): TimelineLine {
  const { text } = present(entry, { ...pageFace, room });
  if (entry.kind === 'presence') return { key: entry.key, kind: 'presence', atMs: entry.at, text };
  return { key: `e-${entry.seq}`, seq: entry.seq, atMs: entry.at, kind: 'event', text };
}

function messageLineOf(entry: MessageEntry, { me, words }: Reader, may: MessageActions | undefined): TimelineLine {
  const shown = presentMessage(withoutMark(entry), pageFace);
  const isDeleted = shown.kind === 'deleted';
  const mark = isDeleted ? undefined : editMark(entry);
  const line: TimelineLine = {
    ...withAuthor(shown),
    key: `e-${entry.seq}`,
    kind: 'message',
    seq: entry.seq,
    atMs: entry.at,
    ...(mark !== undefined && { mark }),
    ...(isDeleted && { deleted: true }),
    ...((may?.edit || may?.delete) && { may }),
  };
  // Nothing is marked in the user's own messages.
  if (me === undefined || entry.author === me || isDeleted) return line;
  const { everybody } = entry;
  return { ...line, mention: me, words, ...(everybody && { everybody }) };
}

/** The message as shown now, as if it had never been another: the page says behind the text that it was. */
function withoutMark({ editedAt: _, ...entry }: MessageEntry): MessageEntry {
  if (entry.overlay?.text === undefined) return entry;
  const { overlay, ...message } = entry;
  return { ...message, text: overlay.text };
}
