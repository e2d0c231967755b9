import type { MessageEntry, SystemEntry } from '@securechat/client';
import { dateOf, dayOf, presentMessage } from '@securechat/client/present';
import { cleanLine, terminalFace } from '../text/clean.ts';
import { clockTime, type TimeFormat } from '../text/date-format.ts';
import { foldLines } from '../text/fold-lines.ts';
import { indented } from '../text/me-action.ts';

/** Lines of the new text that are printed. */
const maxLines = 10;

/** Which message was changed, so that it can be found above: its author and time. Never what it said, which may have been deleted. */
function whichMessage({ author, at }: SystemEntry, target: MessageEntry | undefined, format: TimeFormat): string {
  if (!target) return 'an earlier message';
  const day = dayOf(target.at) === dayOf(at) ? '' : `${dateOf(target.at)} `;
  const whose = target.author === author ? 'their message' : `the message of ${cleanLine(target.author)}`;
  return `${whose} of ${day}${clockTime(target.at, format)}`;
}

/** A change of a message as a sentence: `ada, 14:06, edited their message of 14:05: hello`. */
export function changeSentence(entry: SystemEntry, target: MessageEntry | undefined, format: TimeFormat): string {
  const { author, at, value, change } = entry;
  const did = change === 'message-edited' ? 'edited' : 'deleted';
  const who = `${cleanLine(author)}, ${clockTime(at, format)}, ${did} ${whichMessage(entry, target, format)}`;
  if (change !== 'message-edited') return value === undefined ? `${who}.` : `${who}: ${cleanLine(value)}`;
  const { text, hidden } = foldLines(presentMessage({ author, text: value }, terminalFace).text, maxLines);
  return `${who}: ${indented(text)}${hidden === 0 ? '' : `\n  … ${hidden} more lines`}`;
}
