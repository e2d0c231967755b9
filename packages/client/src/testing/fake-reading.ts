import type { ClientFrame, RoomEvent, ServerFrame, UserId } from '@securechat/protocol';
import { namesIn } from '@securechat/protocol/mention';
import type { CurrentEvent } from '../timeline/message-changes.ts';
import { current } from './fake-changes.ts';

type Frame<T extends ClientFrame['type']> = ClientFrame & { readonly type: T };

/** The text of a message; undefined for other events. */
export const textOf = (event: RoomEvent): string | undefined =>
  event.type === 'message' && event.body.kind === 'text' ? event.body.text : undefined;

const isBefore = (event: RoomEvent, seq: number | undefined) => seq === undefined || event.seq < seq;

/** Events as a page has them, with the states of those that have changed beside them. */
function apart(now: readonly CurrentEvent[]) {
  const events = now.map(({ changed: _, ...event }) => event as RoomEvent);
  return { events, changed: now.flatMap(({ changed }) => changed ?? []) };
}

/** A page of the events before `before`, or of the newest. */
export function historyPage(log: readonly RoomEvent[], frame: Frame<'history'>): ServerFrame {
  const below = current(log).filter((event) => event.room === frame.room && isBefore(event, frame.before));
  const { events, changed } = apart(below.slice(-frame.limit));
  const asOf = log.filter((event) => event.room === frame.room).at(-1)?.seq ?? 0;
  const first = events[0];
  const next = first && below.length > events.length ? { more: true, next: first.seq } : { more: false };
  return { type: 'page', re: frame.id, room: frame.room, asOf, events, changed, ...next };
}

/** The messages with all of the words, among the newest `reads` events. */
export function foundIn(log: readonly RoomEvent[], frame: Frame<'search'>, reads: number): ServerFrame {
  const has = (text: string) => frame.words.split(' ').every((word) => text.includes(word));
  const below = log.filter((event) => event.room === frame.room && isBefore(event, frame.before));
  const here = below.reverse().slice(0, reads);
  const events = here.filter((event) => has(textOf(event) ?? ''));
  const next = here.length < below.length ? { more: true, next: here.at(-1)?.seq } : { more: false };
  return { type: 'found', re: frame.id, room: frame.room, events: events.slice(0, frame.limit), ...next };
}

/** The messages of others that mention this user, newest first. */
export function mentionsOf(
  user: UserId,
  log: readonly RoomEvent[],
  { id: re, before, limit }: Frame<'mention.list'>,
): ServerFrame {
  const isMention = (event: RoomEvent) =>
    event.author !== user && namesIn(textOf(event) ?? '').some(({ name }) => name === user);
  const found = log.filter((event) => isMention(event) && isBefore(event, before?.seq)).reverse();
  const events = found.slice(0, limit);
  const last = events.at(-1);
  const next = last && found.length > events.length ? { next: { room: last.room, seq: last.seq } } : {};
  return { type: 'mentions', re, events, ...next };
}
