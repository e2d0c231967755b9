import type { Notice } from '@securechat/client';
import { type RoomEvent, readMessage } from '@securechat/protocol';
import { describeEvent } from '../screen/item-rows.ts';
import { clean, cleanLine } from '../text/clean.ts';
import { clockTime, type TimeFormat } from '../text/date-format.ts';
import { foldLines } from '../text/fold-lines.ts';
import { indented } from '../text/me-action.ts';

/** Lines of a message that are read out. */
const maxLines = 10;

function saidWords(author: string, time: string, stored: string): string {
  const { isAction, text } = readMessage(stored);
  const folded = foldLines(text, maxLines);
  const more = folded.hidden === 0 ? '' : `\n  … ${folded.hidden} more lines`;
  const shown = `${indented(folded.text)}${more}`;
  return isAction ? `* ${author} ${shown}, ${time}` : `${author}, ${time}: ${shown}`;
}

/** An event as it is read out: `ada, 14:05: text`, and a sentence for all but messages. */
export function eventSentence(event: RoomEvent, format: TimeFormat): string {
  const time = clockTime(event.at, format);
  if (event.type !== 'message') return `${describeEvent(event)}, ${time}.`;
  const author = cleanLine(event.author);
  if (event.body.kind === 'text') return saidWords(author, time, clean(event.body.text));
  return `${author}, ${time}: (a message this version cannot read; update securechat)`;
}

/** Somebody who comes or goes, as a sentence. */
export function presenceSentence({ user, online }: Extract<Notice, { kind: 'presence' }>): string {
  return `${cleanLine(user)} ${online ? 'joined' : 'left'} the chat.`;
}
