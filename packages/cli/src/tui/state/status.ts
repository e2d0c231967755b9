import { type ChatState, type LinkView, saySync } from '@securechat/client';
import { unreachable } from '@securechat/protocol';
import { cleanLine } from '../text/clean.ts';
import { padRow, type Row, rowWidth, span, type Tone } from '../text/rows.ts';
import { widthOf } from '../text/width.ts';
import { type Servers, several } from './servers.ts';

/** The link in words. `online` is said only when it is. */
export function linkWords(link: LinkView, nowMs: number): string {
  switch (link.at) {
    case 'online':
    case 'offline':
      return link.at;
    case 'greeting':
      return 'connecting';
    case 'waiting': {
      const why = link.say ? ` (${cleanLine(link.say)})` : '';
      return `waiting ${Math.max(0, Math.ceil((link.untilMs - nowMs) / 1000))} s${why}`;
    }
    case 'refused':
      return `refused: ${cleanLine(link.say)}`;
    default:
      return unreachable(link);
  }
}

/** As many of the hints as fit beside what stands at the left, the first of them first; nothing where none does. */
function hintsBeside(taken: number, hints: readonly string[], columns: number): string {
  const least = 3;
  for (let count = hints.length; count > 0; count--) {
    const text = hints.slice(0, count).join(' · ');
    if (taken + least + widthOf(text) + 1 <= columns) return text;
  }
  return '';
}

type Shown = {
  readonly chat: ChatState;
  readonly serverName: string;
  readonly nowMs: number;
  readonly servers?: Servers;
};

/**
 * The bottom line: server, user, link, and what the last catch-up brought, with hints at the right. What matters least goes first
 * when space is short.
 */
export function statusRow({ chat, serverName, nowMs, servers }: Shown, hints: readonly string[], columns: number): Row {
  const linkTone: Tone = chat.link.at === 'online' ? 'good' : 'warning';
  const me = chat.me ? [span(cleanLine(chat.me), 'strong')] : [];
  const took = chat.link.at === 'online' && chat.roundTripMs !== undefined ? ` ${chat.roundTripMs} ms` : '';
  const link = [span(`${linkWords(chat.link, nowMs)}${took}`, linkTone)];
  // Said of the connection there is, not of one that was.
  const sync = chat.lastSync && chat.link.at === 'online' ? [span(saySync(chat.lastSync), 'muted')] : [];
  const server = [span(cleanLine(serverName), 'muted')];
  const join = (...parts: Row[]): Row =>
    parts.filter((part) => part.length > 0).flatMap((part, i) => (i === 0 ? part : [span(' · ', 'muted'), ...part]));
  // Among several servers, which one it is matters more than what it brought.
  const ways = several(servers)
    ? [join(server, me, link, sync), join(server, me, link), join(server, link)]
    : [join(server, me, link, sync), join(me, link, sync), join(me, link), join(link)];
  const chosen = [span(' '), ...(ways.find((way) => rowWidth(way) + 1 <= columns) ?? ways.at(-1) ?? [])];
  const beside = hintsBeside(rowWidth(chosen), hints, columns);
  const gap = columns - rowWidth(chosen) - widthOf(beside) - 1;
  if (beside === '') return padRow(chosen, columns);
  return padRow([...chosen, span(' '.repeat(gap)), span(beside, 'muted')], columns);
}
