import type { Entry } from '@securechat/client';
import { messageLine, present } from '@securechat/client/present';
import { terminalFace } from '../text/clean.ts';
import { clockTime, type TimeFormat } from '../text/date-format.ts';
import { foldLines } from '../text/fold-lines.ts';
import { indented } from '../text/me-action.ts';

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
