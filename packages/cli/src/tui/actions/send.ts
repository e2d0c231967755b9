import { err, limits, ok, type Result, type RoomId } from '@securechat/protocol';
import { type Line, parseLine } from '../slash/parse.ts';
import { shownRoom } from '../state/selectors.ts';
import { composerOf } from '../state/ui-state.ts';
import { quit } from './quit.ts';
import { slashActions } from './slash-actions.ts';
import type { Tui } from './tui.ts';

/** What would be wrong with sending this text. */
function check(text: string, room: RoomId | undefined): Result<RoomId, string> {
  if (room === undefined) return err('You are in no room yet. Type: /join ROOM');
  if (text.length > limits.text) {
    return err(`Too long: ${text.length} of ${limits.text} letters. Shorten it or send it in parts.`);
  }
  const lines = text.split('\n').length;
  return lines > limits.lines ? err(`Too many lines: ${lines} of ${limits.lines}. Send it in parts.`) : ok(room);
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
  else if (line.name === 'quit') quit(tui);
  else {
    tui.dispatch({ kind: 'sent', room: room ?? '' });
    void slashActions[line.name](tui, line.argument);
  }
}

/** Sends what is in the composer, or runs it when it is a command. */
export function send(tui: Tui): void {
  const { ui, chat } = tui.view();
  const room = shownRoom(ui, chat)?.id;
  const text = composerOf(ui, room ?? '').text.trimEnd();
  const line = parseLine(text);
  if (text.trim() === '') tui.dispatch({ kind: 'closed' });
  else if (line.ok) run(tui, line.value, room);
  else tui.remark(line.error, 'warning');
}
