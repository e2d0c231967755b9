import { err, limits, ok, type Result, type RoomId } from '@securechat/protocol';
import { type Line, parseLine } from '../slash/parse.ts';
import { fullText } from '../state/composer.ts';
import { shownRoom } from '../state/selectors.ts';
import { composerOf } from '../state/ui-state.ts';
import { quit } from './quit.ts';
import { slashActions } from './slash-actions.ts';
import type { Tui } from './tui.ts';

/** Why a text does not fit into one message, and what to do; `undefined` when it does. */
export function sayTooLong(text: string): string | undefined {
  const doThis = 'Shorten it (Ctrl-X Ctrl-E opens it in your editor), or send it in parts.';
  if (text.length > limits.text) return `Too long: ${text.length} of ${limits.text} letters. ${doThis}`;
  const lines = text.split('\n').length;
  return lines > limits.lines ? `Too many lines: ${lines} of ${limits.lines}. ${doThis}` : undefined;
}

/** What would be wrong with sending this text. */
function check(text: string, room: RoomId | undefined): Result<RoomId, string> {
  if (room === undefined) return err('You are in no room yet. Type: /join ROOM');
  const tooLong = sayTooLong(text);
  return tooLong === undefined ? ok(room) : err(tooLong);
}

/** Puts a text into the outbox. When something is wrong with it, that is said, and it stays in the composer. */
function say(tui: Tui, text: string, room: RoomId | undefined): void {
  const checked = check(text, room);
  if (!checked.ok) {
    tui.remark(checked.error, 'warning');
    return;
  }
  tui.dispatch({ kind: 'sent', room: checked.value });
  // What becomes of it is in the state: pending, in the timeline, or refused.
  void tui.client.say(checked.value, text);
}

function run(tui: Tui, line: Line, room: RoomId | undefined): void {
  if (line.kind === 'text') say(tui, line.text, room);
  else if (line.name === 'me') say(tui, `/me ${line.argument}`, room);
  else {
    tui.dispatch({ kind: 'sent', room: room ?? '' });
    if (line.name === 'quit') quit(tui);
    else void slashActions[line.name](tui, line.argument);
  }
}

/** Sends what is in the composer, or runs it when it is a command. */
export function send(tui: Tui): void {
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat)?.id;
  const text = fullText(composerOf(ui, room ?? '')).trimEnd();
  const line = parseLine(text);
  if (text.trim() === '') tui.dispatch({ kind: 'closed' });
  else if (line.ok) run(tui, line.value, room);
  else tui.remark(line.error, 'warning');
}
