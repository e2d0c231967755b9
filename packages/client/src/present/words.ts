import type { BanSummary, RoomName } from '@securechat/protocol';
import { unreachable } from '@securechat/protocol/result';
import { readMessage } from '@securechat/protocol/text';
import type { Entry, MessageEntry, PresenceEntry, SystemEntry } from '../timeline/entry.ts';
import type { Deletion } from '../timeline/message-changes.ts';
import { cleanLine } from './clean.ts';
import { momentOf } from './days.ts';
import { policyChange } from './policy-words.ts';
import { roomLabel } from './room-label.ts';

/** What differs between the faces. */
export type Face = {
  /** Makes the text of a message safe to draw on this face. */
  readonly clean: (text: string) => string;
  /** How to update this face: `update securechat`. */
  readonly update: string;
};

/** A face for the entries of one room, with the room's label. */
export type RoomFace = Face & { readonly room: string };

/** A message as text, safe to draw: its author and its text. */
export type PresentedMessage = {
  readonly kind: 'message' | 'action' | 'unreadable' | 'deleted';
  readonly author: string;
  readonly text: string;
};

/** An entry as text, safe to draw. A system entry is one sentence, without a full stop. */
export type Presented = PresentedMessage | { readonly kind: 'system'; readonly text: string };

/** A timeline entry as text. */
export function present(entry: Entry, face: RoomFace): Presented {
  if (entry.kind === 'message') return presentMessage(entry, face);
  const isPresence = entry.kind === 'presence';
  return { kind: 'system', text: isPresence ? presenceSentence(entry) : systemSentence(entry, face) };
}

/** A message as text, also one that is not in a timeline yet. `/me waves` is an action; `//me` reads `/me`. */
export function presentMessage(
  entry: Pick<MessageEntry, 'text' | 'authorDeleted' | 'editedAt' | 'deleted' | 'overlay'> & {
    readonly author: string;
  },
  { clean, update }: Pick<Face, 'clean' | 'update'>,
): PresentedMessage {
  const { author: name, authorDeleted, overlay } = entry;
  const text = overlay ? overlay.text : entry.text;
  const author = authorDeleted ? `${cleanLine(name)} (deleted)` : cleanLine(name);
  if (entry.deleted || (overlay && text === undefined)) {
    return { kind: 'deleted', author, text: deletedWords(name, entry.deleted) };
  }
  if (text === undefined) {
    return { kind: 'unreadable', author, text: `(a message this version cannot read; ${update})` };
  }
  const read = readMessage(text);
  return { kind: read.isAction ? 'action' : 'message', author, text: withMark(clean(read.text), entry) };
}

/** What is said behind a text that was edited, or is being edited; undefined behind others. */
export function editMark({ editedAt, overlay }: Pick<MessageEntry, 'editedAt' | 'overlay'>): string | undefined {
  if (overlay) return '(saving the edit…)';
  return editedAt === undefined ? undefined : '(edited)';
}

/** A text with its mark behind it. */
function withMark(text: string, entry: Pick<MessageEntry, 'editedAt' | 'overlay'>): string {
  const mark = editMark(entry);
  if (mark === undefined) return text;
  // A fence ends only where nothing follows it.
  return text.endsWith('```') ? `${text}\n${mark}` : `${text} ${mark}`;
}

/** What stands in place of a deleted message: `(message deleted by bob: spam)`. */
function deletedWords(author: string, { by, reason }: Deletion = {}): string {
  const who = by === undefined || by === author ? '' : ` by ${cleanLine(by)}`;
  return `(message deleted${who}${reason === undefined ? '' : `: ${cleanLine(reason)}`})`;
}

/** Whether a text is an action: `/me waves`. */
export function isAction(text: string | undefined): boolean {
  return text !== undefined && readMessage(text).isAction;
}

/** A message as one text: `ada: hi` with this separator, and `* ada waves`. */
export function messageLine({ kind, author, text }: PresentedMessage, separator = ': '): string {
  return kind === 'action' ? `* ${author} ${text}` : `${author}${separator}${text}`;
}

/** A presence entry as a sentence without a full stop. */
export function presenceSentence({ user, online }: Pick<PresenceEntry, 'user' | 'online'>): string {
  return `${cleanLine(user)} ${online ? 'joined' : 'left'} the chat`;
}

/** A role with its article: `an owner`. */
export function roleWords(role: string): string {
  return role === 'owner' ? 'an owner' : `a ${role}`;
}

/** A system entry as a sentence without a full stop. */
function systemSentence(entry: SystemEntry, { update, room }: RoomFace): string {
  const author = cleanLine(entry.author);
  const value = cleanLine(entry.value ?? '');
  const user = cleanLine(entry.user ?? '');
  const why = value === '' ? '' : `: ${value}`;
  switch (entry.change) {
    case 'member-joined':
      return entry.user === undefined
        ? `${author} joined ${room}`
        : `${author} joined ${room}, invited by ${cleanLine(entry.user)}`;
    case 'member-left':
      return `${author} left ${room}`;
    case 'account-deleted':
      return `${author} deleted their account`;
    case 'member-removed':
      return `${author} removed ${user} from ${room}${why}`;
    case 'member-banned': {
      const until = entry.untilMs === undefined ? '' : ` until ${momentOf(entry.untilMs)}`;
      return `${author} banned ${user} from ${room}${until}${why}`;
    }
    case 'member-unbanned':
      return `${author} unbanned ${user}`;
    case 'role':
      return user === author ? `${user} is now ${roleWords(value)}` : `${author} made ${user} ${roleWords(value)}`;
    case 'room-created':
      return `${author} created ${room}`;
    case 'topic':
      return value === '' ? `${author} removed the topic` : `${author} set the topic: ${value}`;
    case 'room-renamed':
      return `${author} renamed the room to ${roomLabel({ name: value as RoomName })}`;
    case 'room-archived':
      return `${author} archived the room`;
    case 'room-unarchived':
      return `${author} unarchived the room`;
    case 'room-policy':
      return `${author} changed the room: ${policyChange(entry)}`;
    case 'message-edited':
      return entry.value === undefined
        ? `${author} edited message ${entry.target}`
        : `${author} edited message ${entry.target}: ${value}`;
    case 'message-deleted':
      return `${author} deleted message ${entry.target}${why}`;
    case 'unknown':
      return `${author}: (something this version cannot read; ${update})`;
    default:
      return unreachable(entry.change);
  }
}

/** A ban of a list: `bob until 2026-11-30 14:05, banned by ada: spam`. Safe to draw. */
export function banText({ user, by, untilMs, reason }: BanSummary): string {
  const until = untilMs === undefined ? '' : ` until ${momentOf(untilMs)}`;
  const why = reason === undefined ? '' : `: ${cleanLine(reason)}`;
  return `${cleanLine(user)}${until}, banned by ${cleanLine(by)}${why}`;
}
