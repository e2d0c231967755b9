import { type ChatState, entryOf } from '@securechat/client';
import { dateOf, failureText, labelOf, messageLine, presentMessage } from '@securechat/client/present';
import { limits, type RoomEvent } from '@securechat/protocol';
import { terminalFace } from '../../text/clean.ts';
import { clockTime } from '../../text/date-format.ts';
import type { HasClient, HasLayout, HasScreen } from '../chat-context.ts';

/** Mentions that line mode prints: more would push everything else off the screen. */
const maxPrinted = 20;

/** A mention as a sentence: `#ops, 2026-11-20 14:05, ada: text`. */
function sentence(event: RoomEvent, chat: ChatState): string {
  const entry = entryOf(event);
  const where = `${labelOf(chat, event.room)}, ${dateOf(event.at)} ${clockTime(event.at, '24h')}`;
  return entry.kind === 'message' ? `${where}, ${messageLine(presentMessage(entry, terminalFace))}` : where;
}

/** Prints the newest mentions as numbered sentences. */
async function printMentions(context: HasScreen & HasClient): Promise<void> {
  const listed = await context.client.mentions({ limit: maxPrinted });
  if (!listed.ok) return context.showStatus(failureText(listed.error), 'warning');
  const { chat } = context.view();
  const { events, next } = listed.value;
  if (events.length === 0) return context.showStatus('Nobody has mentioned you by name yet.');
  const lines = events.map((event, i) => ({ text: `${i + 1}. ${sentence(event, chat)}` }));
  if (next) lines.push({ text: 'To list more: securechat mentions --limit 200' });
  context.dispatch({ kind: 'overlay-opened', title: 'Your mentions, newest first', lines });
}

/** Opens the list of messages that mention the user, in all rooms, with this text typed. */
export async function openMentions(context: HasScreen & HasClient & HasLayout, typed: string): Promise<void> {
  if (!context.layout.scrolls) return await printMentions(context);
  context.dispatch({ kind: 'picker-opened', of: 'mentions', text: typed });
  const listed = await context.client.mentions({ limit: limits.page });
  if (context.view().ui.picker?.kind !== 'mentions') return;
  const found = listed.ok
    ? ({ events: listed.value.events, state: listed.value.next ? 'more' : 'complete' } as const)
    : ({ events: [], state: 'failed' } as const);
  context.dispatch({ kind: 'found', found: { words: '', ...found } });
}
