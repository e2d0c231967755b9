import type { PendingMessage, TimelineItem } from '@securechat/client';
import { type RoomEvent, type UserId, unreachable } from '@securechat/protocol';
import { clean, cleanLine } from './clean.ts';
import { hang } from './hang.ts';
import { type Row, span, type Tone } from './rows.ts';

const timeColumns = 6;

const two = (n: number) => String(n).padStart(2, '0');

/** A moment as the reader's clock shows it. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The reader's day of a moment. */
export function dayOf(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

type Said = { time: string; author: string; tone: Tone; textTone: Tone };

function saidRows({ time, author, tone, textTone }: Said, text: string, width: number): Row[] {
  const action = /^\/me (?=.)/su.exec(text);
  const beginning = [span(time.padEnd(timeColumns), 'muted'), span(action ? `* ${author} ` : `${author}  `, tone)];
  return hang(beginning, action ? text.slice(action[0].length) : text, textTone, width);
}

/** What a room's event says in words, for all but messages. */
function eventWords(event: Exclude<RoomEvent, { type: 'message' }>): string {
  const author = cleanLine(event.author);
  const room = `#${cleanLine(event.room)}`;
  switch (event.type) {
    case 'joined':
      return `${author} became a member of ${room}`;
    case 'left':
      return `${author} is no longer a member of ${room}`;
    case 'removed':
      return `${author} removed ${cleanLine(event.user)} from ${room}`;
    case 'made':
      return `${author} made ${room}`;
    case 'unknown':
      return 'a message this version cannot read';
    default:
      return unreachable(event);
  }
}

function remark(at: number, text: string, width: number): Row[] {
  return hang([span(clockTime(at).padEnd(timeColumns), 'muted')], text, 'muted', width);
}

function eventRows(event: RoomEvent, me: UserId | undefined, width: number): Row[] {
  if (event.type !== 'message') return remark(event.at, eventWords(event), width);
  const author = cleanLine(event.author);
  const tone = event.author === me ? 'own' : 'other';
  const said = { time: clockTime(event.at), author, tone, textTone: 'plain' } as const;
  return event.body.kind === 'text'
    ? saidRows(said, clean(event.body.text), width)
    : saidRows({ ...said, textTone: 'muted' }, 'a message this version cannot read', width);
}

/** One line of a timeline as rows. */
export function itemRows(item: TimelineItem, me: UserId | undefined, width: number): Row[] {
  if (item.kind === 'event') return eventRows(item.event, me, width);
  const words = `${cleanLine(item.user)} ${item.online ? 'joined' : 'left'} the chat`;
  return remark(item.at, words, width);
}

/** A message without an answer yet, or one that was refused, as rows. */
export function pendingRows(pending: PendingMessage, me: UserId | undefined, width: number): Row[] {
  const refused = pending.refused !== undefined;
  const author = me ? cleanLine(me) : 'me';
  const said = { time: refused ? '!' : '…', author, tone: 'own', textTone: refused ? 'warning' : 'muted' } as const;
  const rows = saidRows(said, clean(pending.text), width);
  if (pending.refused === undefined) return rows;
  const why = `not sent: ${cleanLine(pending.refused)} /retry sends it again, /discard forgets it.`;
  return [...rows, ...hang([span(' '.repeat(timeColumns))], why, 'warning', width)];
}
