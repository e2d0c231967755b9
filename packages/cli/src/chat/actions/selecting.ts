import type { RoomState } from '@securechat/client';
import { dateOf, dayOf, messageLine, presentMessage } from '@securechat/client/present';
import { err, withoutRefused } from '@securechat/protocol';
import { terminalFace } from '../../text/clean.ts';
import { clockTime, type TimeFormat } from '../../text/date-format.ts';
import { indented } from '../../text/me-action.ts';
import type { HasClient, HasClipboard, HasLayout, HasScreen } from '../chat-context.ts';
import { eventIndex } from '../line-keys.ts';
import { isPicked, pickedOf, type Selecting, selectingIn, type Written, writtenFrom } from '../state/selecting.ts';
import { shownRoom } from '../state/selectors.ts';
import { type Anchor, anchorShowing, seenLines } from '../window.ts';
import { loadOlder } from './scrolling.ts';

/** More messages than the clipboard of a terminal takes. */
const maxCopied = 20_000;

type Here = { readonly room: RoomState; readonly selecting: Selecting };

function here(context: HasScreen): Here | undefined {
  const view = context.view();
  const room = shownRoom(view);
  const selecting = selectingIn(view.ui.selecting, room);
  return room && selecting && { room, selecting };
}

/** The scroll position at which this message is fully visible. */
function showing(context: HasScreen & HasLayout, { seq }: Pick<Written, 'seq'>): Anchor {
  const view = context.view();
  const { lines, height } = context.layout.timeline(view);
  return anchorShowing(lines, height, view.ui.anchor, lines.find(`event ${seq}`) ?? lines.count - 1);
}

function goTo(context: HasScreen & HasLayout, written: Written, extend: boolean): void {
  context.dispatch({ kind: 'select-moved', at: written.seq, anchor: showing(context, written), extends: extend });
}

/** Starts selecting messages, at the lowest one on the screen. */
export function beginSelecting(context: HasScreen & HasLayout): void {
  const view = context.view();
  const room = shownRoom(view);
  const { lines, height } = context.layout.timeline(view);
  const { first, last } = seenLines(lines, height, view.ui.anchor);
  const timeline = room?.timeline ?? [];
  const written = writtenFrom(timeline, Math.min(last, timeline.length - 1), -1) ?? writtenFrom(timeline, first, 1);
  if (!room || !written) {
    context.showStatus('No messages to select.');
    return;
  }
  const live = view.ui.anchor === undefined;
  context.dispatch({ kind: 'select-started', room: room.id, at: written.seq, anchor: view.ui.anchor, live });
  // Computed again, since the gutter makes the lines shorter.
  goTo(context, written, false);
}

/** Moves to the message above or below; `extend` extends the range. At the oldest, older messages are loaded. */
export function stepSelecting(context: HasScreen & HasClient & HasLayout, by: number, extend = false): void {
  const now = here(context);
  if (!now) return;
  const { timeline } = now.room;
  const from = eventIndex(timeline, now.selecting.at);
  const found = by < 0 ? writtenFrom(timeline, from - 1, -1) : writtenFrom(timeline, from + 1, 1);
  const written = found ?? writtenFrom(timeline, Math.min(from, timeline.length - 1), -1);
  if (written) goTo(context, written, extend);
  if (!found && by < 0) void loadOlder(context);
}

/** Moves by a page of lines. */
export function pageSelecting(context: HasScreen & HasClient & HasLayout, by: number): void {
  const now = here(context);
  if (!now) return;
  const { timeline } = now.room;
  const { lines, height } = context.layout.timeline(context.view());
  const step = by < 0 ? -1 : 1;
  let i = eventIndex(timeline, now.selecting.at);
  for (let seen = 0; seen < height - 1 && i + step >= 0 && i + step < timeline.length; i += step) {
    seen += lines.rows(i).length;
  }
  const written = writtenFrom(timeline, i, step) ?? writtenFrom(timeline, i, step === 1 ? -1 : 1);
  if (written) goTo(context, written, false);
  if (i === 0) void loadOlder(context);
}

/** Moves to the oldest loaded message, or to the newest. */
export function endSelecting(context: HasScreen & HasClient & HasLayout, by: number): void {
  const now = here(context);
  if (!now) return;
  const { timeline } = now.room;
  const written = by < 0 ? writtenFrom(timeline, 0, 1) : writtenFrom(timeline, timeline.length - 1, -1);
  if (written) goTo(context, written, false);
  if (by < 0) void loadOlder(context);
}

/** Closes the range; its messages stay selected. */
function closeRange(context: HasScreen, { room, selecting }: Here): void {
  context.dispatch({ kind: 'select-picked', seqs: pickedOf(selecting, room, maxCopied).map(({ seq }) => seq) });
}

/** Selects or deselects the message; ends a range. */
export function togglePicked(context: HasScreen): void {
  const now = here(context);
  if (!now) return;
  const { at, from } = now.selecting;
  if (from !== undefined) closeRange(context, now);
  else if (isPicked(now.selecting, at)) context.dispatch({ kind: 'select-unpicked', seq: at });
  else context.dispatch({ kind: 'select-picked', seqs: [at] });
}

/** Starts a range at the message, or ends it. */
export function toggleRange(context: HasScreen): void {
  const now = here(context);
  if (!now) return;
  if (now.selecting.from === undefined) context.dispatch({ kind: 'select-range-started' });
  else closeRange(context, now);
}

/** Marks the message and those after it as unread, until another room is shown. */
export function markUnread(context: HasScreen & HasClient): void {
  const now = here(context);
  if (!now) return;
  const { room, selecting } = now;
  context.dispatch({ kind: 'select-left' });
  context.dispatch({ kind: 'unread-kept', room: room.id });
  context.client.markUnread(room.id, selecting.at);
  context.showStatus('Marked as unread. The room is read when you come back to it.');
}

/** As written, including invisible characters, but without control characters, which a shell or terminal would interpret. */
const sourceOf = withoutRefused;
const copied = (text: string) => indented(sourceOf(text));

function asLine(message: Written, format: TimeFormat, dated: boolean): string {
  const { at } = message;
  const time = `${dated ? `${dateOf(at)} ` : ''}${clockTime(at, format)}`;
  return `[${time}] ${messageLine(presentMessage(message, { ...terminalFace, clean: copied }))}`;
}

/** The messages as plain text, with time and author, and with dates if they are not all of today; or only their texts. */
export function plainText(
  messages: readonly Written[],
  { timeFormat, nowMs, alone }: { readonly timeFormat: TimeFormat; readonly nowMs: number; readonly alone: boolean },
): string {
  if (alone) return messages.map(({ text }) => sourceOf(text)).join('\n');
  const dated = messages.some(({ at }) => dayOf(at) !== dayOf(nowMs));
  return messages.map((message) => asLine(message, timeFormat, dated)).join('\n');
}

/** Copies the selected messages, or the current one, and ends the selection. */
export function copyPicked(context: HasScreen & HasClipboard, alone: boolean): void {
  const now = here(context);
  if (!now) return;
  const { settings, nowMs } = context.view();
  const messages = pickedOf(now.selecting, now.room, maxCopied);
  const text = plainText(messages, { timeFormat: settings?.timeFormat ?? '24h', nowMs, alone });
  const copied = messages.length > 0 ? context.system.copy(text) : err('That message is no longer loaded.');
  if (!copied.ok) {
    // The selection stays.
    context.showStatus(copied.error, 'warning');
    return;
  }
  context.dispatch({ kind: 'select-left' });
  const count = messages.length === 1 ? '1 message' : `${messages.length} messages`;
  context.showStatus(`Sent ${count} to the terminal's clipboard.`);
}
