import { type MessageEntry, messageActions, type RoomState, typedMessage, typedOf } from '@securechat/client';
import { readOnlyText, tooLongText } from '@securechat/client/present';
import { isBlank, type Seq, sayError } from '@securechat/protocol';
import { quoted } from '../../text/quoted.ts';
import type { HasClient, HasKeymap, HasScreen } from '../chat-context.ts';
import { cancelKey } from '../keys/keymap.ts';
import { messageAt } from '../line-keys.ts';
import { type Editing, fullText } from '../state/composer.ts';
import { pendingIn, shownComposer, shownRoom, shownRoomId } from '../state/selectors.ts';
import { sayGivenUp } from '../state/servers.ts';

const deletedText = sayError('message_deleted');
const unconfirmed = 'Your last message is not confirmed yet. Try again in a moment.';
const noneToEdit = 'You have written no message here that can be edited.';

/** The text that a message has, or will have once the server has confirmed its last edit. */
export function textOf({ text, overlay }: Pick<MessageEntry, 'text' | 'overlay'>): string | undefined {
  return overlay ? overlay.text : text;
}

/** The newest of the user's messages that are loaded, at most `most`, newest first; without deleted ones. */
export function ownMessages(context: HasScreen, room: RoomState, most: number): readonly MessageEntry[] {
  const { chat } = context.view();
  const found: MessageEntry[] = [];
  for (let i = room.timeline.length - 1; i >= 0 && found.length < most; i--) {
    const entry = room.timeline.at(i);
    if (entry?.kind === 'message' && entry.author === chat.me && textOf(entry) !== undefined) found.push(entry);
  }
  return found;
}

/** The user's last message in a room; or a sentence if there is none, or a later one is not confirmed yet. */
export function lastOwn(context: HasScreen, room: RoomState): MessageEntry | string {
  const waits = pendingIn(context.view().chat, room.id).some(({ refused }) => refused === undefined);
  return waits ? unconfirmed : (ownMessages(context, room, 1)[0] ?? noneToEdit);
}

/** Why the user cannot edit or delete this message; undefined if the user can. */
export function changeRefusal(
  context: HasScreen,
  room: RoomState,
  message: MessageEntry,
  what: 'edit' | 'delete',
): string | undefined {
  const { chat, serverName } = context.view();
  const over = sayGivenUp(chat, serverName) ?? readOnlyText(room);
  if (over !== undefined) return over;
  if (textOf(message) === undefined && (message.deleted || message.overlay)) return deletedText;
  if (messageActions(chat, room, message)[what]) return undefined;
  if (message.author === chat.me) return sayError('not_allowed');
  return what === 'edit'
    ? 'Only its author can edit a message.'
    : 'Only moderators and owners of a room can delete the messages of others.';
}

/** Puts a message into the composer. */
export function editMessage(context: HasScreen, room: RoomState, message: MessageEntry): void {
  const why = changeRefusal(context, room, message, 'edit');
  const original = typedOf(textOf(message) ?? '');
  if (why !== undefined) context.showStatus(why, 'warning');
  else context.dispatch({ kind: 'edit-started', room: room.id, target: message.seq, original });
}

/** `Up` in the empty composer: edits the user's last message; without one, or after a mistyped command, recalls what was typed. */
export function editLast(context: HasScreen): void {
  const view = context.view();
  const room = shownRoom(view);
  const { editing, mistyped } = shownComposer(view);
  if (editing) return;
  const last = room && !mistyped ? lastOwn(context, room) : undefined;
  if (room && typeof last === 'object') editMessage(context, room, last);
  else if (last === unconfirmed) context.showStatus(unconfirmed);
  else context.dispatch({ kind: 'edited', room: shownRoomId(view), edit: 'recallOlder' });
}

/** Gives the draft back, without saving the edit. */
export function cancelEdit(context: HasScreen): void {
  const room = shownRoom(context.view());
  if (room) context.dispatch({ kind: 'edit-ended', room: room.id, dropped: true });
}

/** Deletes a message; a refusal is shown with the unconfirmed messages. */
export function deleteMessage({ client }: HasClient, room: RoomState, target: Seq, reason?: string): void {
  void client.change(room.id, { type: 'message.delete', target, ...(reason !== undefined && { reason }) });
}

/** Changes the text of a message; a refusal is shown with the unconfirmed messages. */
export function changeText({ client }: HasClient, room: RoomState, target: Seq, text: string): void {
  void client.change(room.id, { type: 'message.edit', target, body: { kind: 'text', text } });
}

/** Shows a question; true if it is answered: the same key was pressed again while it was shown. */
export function isAnswered(context: HasScreen, question: string): boolean {
  const { remark } = context.view().ui;
  if (remark?.text !== question) context.showStatus(question, 'warning');
  return remark?.text === question;
}

/** Why the text of this edit cannot be saved, for a person to read; undefined if it can. */
function saveRefusal(context: HasScreen, room: RoomState, target: Seq): string | undefined {
  const message = messageAt(room.timeline, target);
  return message && changeRefusal(context, room, message, 'edit');
}

/** Asks whether to delete a message of which nothing is left, and deletes it if the user has agreed. */
function saveNothing(context: HasScreen & HasClient & HasKeymap, room: RoomState, target: Seq): void {
  const question = `Nothing is left of the message. Enter again deletes it, ${cancelKey(context.keymap)} keeps it.`;
  if (!isAnswered(context, question)) return;
  context.dispatch({ kind: 'edit-ended', room: room.id, dropped: false });
  deleteMessage(context, room, target);
}

/** Saves a text as that of a message. If another device has changed the message meanwhile, it asks first. */
function saveText(
  context: HasScreen & HasClient & HasKeymap,
  room: RoomState,
  { target, original }: Editing,
  typed: string,
): void {
  const message = messageAt(room.timeline, target);
  const now = message ? typedOf(textOf(message) ?? '') : original;
  const read = typedMessage(typed);
  const refusal = read.ok ? tooLongText(read.value) : read.error;
  const replaced = `The message has been changed meanwhile, to ${quoted(now)}. Enter again replaces that, ${cancelKey(context.keymap)} keeps it.`;
  if (!read.ok || refusal !== undefined) context.showStatus(refusal ?? '', 'warning');
  else if (typed === now || now === original || isAnswered(context, replaced)) {
    context.dispatch({ kind: 'edit-ended', room: room.id, dropped: false });
    if (typed !== now) changeText(context, room, target, read.value);
  }
}

/** Saves the edit in the composer. What cannot be saved stays there, with a sentence. */
export function saveEdit(context: HasScreen & HasClient & HasKeymap): void {
  const view = context.view();
  const room = shownRoom(view);
  const composer = shownComposer(view);
  const { editing } = composer;
  if (!room || !editing) return;
  const why = saveRefusal(context, room, editing.target);
  const typed = fullText(composer).trimEnd();
  if (why !== undefined) context.showStatus(`${why} ${cancelKey(context.keymap)} cancels the edit.`, 'warning');
  else if (isBlank(typed)) saveNothing(context, room, editing.target);
  else saveText(context, room, editing, typed);
}
