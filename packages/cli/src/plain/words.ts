import type { Entry, PendingMessage } from '@securechat/client';
import { asSentence, messageLine, notDone, present } from '@securechat/client/present';
import { cleanLine, terminalFace } from '../text/clean.ts';
import { clockTime, type TimeFormat } from '../text/date-format.ts';
import { foldLines } from '../text/fold-lines.ts';
import { indented } from '../text/me-action.ts';
import { refusedHelp } from '../text/refused-help.ts';

/** Lines of a message that are printed. */
const maxLines = 10;

/** An entry in line mode: `ada, 14:05: text` for a message, otherwise a sentence. `room` is its label. */
export function entrySentence(entry: Exclude<Entry, { kind: 'presence' }>, room: string, format: TimeFormat): string {
  const shown = present(entry, { ...terminalFace, room });
  const time = clockTime(entry.at, format);
  if (shown.kind === 'system') return `${shown.text}, ${time}.`;
  const { text, hidden } = foldLines(shown.text, maxLines);
  const more = hidden === 0 ? '' : `\n  … ${hidden} more lines`;
  const line = messageLine({ ...shown, text: `${indented(text)}${more}` }, `, ${time}: `);
  return shown.kind === 'action' ? `${line}, ${time}` : line;
}

/** What is not confirmed: the text of a message, `edit: text`, or which message is deleted. */
export function pendingWords({ text, changes }: PendingMessage): string {
  if (changes?.kind === 'delete') return `deletion of message ${changes.target}`;
  return changes ? `edit: ${cleanLine(text)}` : cleanLine(text);
}

/** What was refused, why, and what the user can do about it. */
export function refusedSentence(pending: PendingMessage): string {
  const { text, changes, refused = '' } = pending;
  const what = notDone(pending);
  const which = changes?.kind === 'delete' ? '' : `: ${cleanLine(text)}`;
  const done = asSentence(`${what.charAt(0).toUpperCase()}${what.slice(1)}${which}`);
  return `${done} ${cleanLine(refused)} ${refusedHelp(pending)}`;
}
