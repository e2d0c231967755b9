import type { Failure, SentMessage } from '@securechat/client';
import { readOnlyText, tooLongText } from '@securechat/client/present';
import { err, isBlank, ok, type Result, type RoomId, readMessage, sayError } from '@securechat/protocol';
import type { ChatContext, HasScreen } from '../chat-context.ts';
import { type ComposerInput, parseLine } from '../slash/parse.ts';
import { slashCommands } from '../slash/registry.ts';
import { fullText } from '../state/composer.ts';
import { shownComposer, shownRoom, shownRoomId } from '../state/selectors.ts';
import { sayGivenUp } from '../state/servers.ts';
import type { View } from '../state/view.ts';
import { saveEdit } from './editing.ts';

/** Why a text does not fit into one message, and what to do; `undefined` if it does. */
function sayTooLong(text: string): string | undefined {
  const over = tooLongText(text);
  return over && `${over} Shorten it (Ctrl-X Ctrl-E opens it in your editor), or send it in parts.`;
}

/** What a submitted line has started: a message that is being sent, or a command. */
export type Begun = { readonly said: Promise<Result<SentMessage, Failure>> } | { readonly done: Promise<void> };

/** Checks whether this text can be sent. */
function check(view: View, text: string): Result<RoomId, string> {
  const room = shownRoom(view);
  const over = sayGivenUp(view.chat, view.serverName);
  if (over !== undefined) return err(over);
  if (room === undefined && view.chat.lastSync === undefined) {
    return err('Rooms are still loading. Send it again in a moment.');
  }
  if (room === undefined) return err('You are not in a room yet. Join one: /join ROOM');
  const readOnly = readOnlyText(room);
  if (readOnly !== undefined) return err(readOnly);
  if (isBlank(readMessage(text).text)) return err(sayError('empty_text'));
  const tooLong = sayTooLong(text);
  return tooLong === undefined ? ok(room.id) : err(tooLong);
}

/** The message text of a line; `undefined` for a command that sends none. */
export function wordsOf(line: ComposerInput): string | undefined {
  if (line.kind === 'text') return line.text;
  return line.command.run ? undefined : `/${line.command.name} ${line.argument}`;
}

/** Runs a command that sends no message. */
export async function runCommand(context: ChatContext, line: ComposerInput): Promise<void> {
  if (line.kind === 'text' || !line.command.run) return;
  context.recordAction(`/${line.command.name}`);
  await line.command.run(context, line.argument, slashCommands);
}

/** Sends a line as a message, or runs it as a command. The error is a sentence; nothing was done then. */
export function submit(context: ChatContext, text: string): Result<Begun, string> {
  const view = context.view();
  const room = shownRoom(view)?.id;
  const line = parseLine(text);
  if (!line.ok) return line;
  const words = wordsOf(line.value);
  if (words === undefined) {
    context.dispatch({ kind: 'sent', room: room ?? '' });
    return ok({ done: runCommand(context, line.value) });
  }
  const checked = check(view, words);
  if (!checked.ok) return checked;
  context.dispatch({ kind: 'sent', room: checked.value });
  return ok({ said: context.client.say(checked.value, words) });
}

/**
 * Sends the composer's text, runs it as a command, or saves it as an edit. A message that is not accepted stays in the composer; an unknown or misused command
 * moves to the sent texts, so that it does not become part of what is typed next, and Up brings it back.
 */
export function send(context: ChatContext): void {
  if (shownComposer(context.view()).editing) saveEdit(context);
  else sendComposer(context);
}

function sendComposer(context: ChatContext): void {
  const text = fullText(shownComposer(context.view())).trimEnd();
  if (text.trim() === '') {
    context.dispatch({ kind: 'closed' });
    return;
  }
  const line = parseLine(text);
  if (!line.ok) {
    context.dispatch({ kind: 'sent', room: shownRoomId(context.view()), mistyped: true });
    context.showStatus(line.error, 'warning');
    return;
  }
  const begun = submit(context, text);
  // The result of a message shows in the state: pending, in the timeline, or refused.
  if (!begun.ok) remarkOfText(context, begun.error);
}

/** Shows a warning about the composer's text until the text is changed. */
function remarkOfText(context: HasScreen, text: string): void {
  context.dispatch({ kind: 'remarked', remark: { text, tone: 'warning', ofText: true } });
}

/** Shows a warning with the current length while a text is too long. Does not replace another notice unless `urgent`. */
export function checkLength(context: HasScreen, urgent = false): void {
  const view = context.view();
  const { remark } = view.ui;
  if (remark && !remark.ofText && !urgent) return;
  const tooLong = sayTooLong(fullText(shownComposer(view)).trimEnd());
  if (tooLong !== undefined && tooLong !== remark?.text) remarkOfText(context, tooLong);
}
