import type { RoomEvent } from '@securechat/protocol';
import type { Output } from './output.ts';
import { clean } from './tui/text/clean.ts';

/** An event as scripts read it. The fields keep their names and meaning; new ones may be added. */
export function eventJson(event: RoomEvent): Record<string, unknown> {
  const { room, seq, id, type, author } = event;
  const base = { room, seq, id, type, author, at: new Date(event.at).toISOString() };
  if (event.type === 'message') {
    return event.body.kind === 'text' ? { ...base, text: event.body.text } : { ...base, kind: event.body.of };
  }
  if (event.type === 'removed') return { ...base, user: event.user };
  if (event.type === 'made') return { ...base, topic: event.topic };
  return event.type === 'unknown' ? { ...base, of: event.of } : base;
}

/** `12:34`, in the reader's own time. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

function what(event: RoomEvent, out: Pick<Output, 'bold'>): string {
  const author = clean(event.author);
  switch (event.type) {
    case 'message':
      // Further lines are set in, so that nobody can write a line that looks like another's.
      return event.body.kind === 'text'
        ? `${out.bold(author)}  ${clean(event.body.text).replaceAll('\n', '\n       ')}`
        : `${out.bold(author)}  (a message this version cannot read; update securechat)`;
    case 'joined':
      return `${author} joined #${clean(event.room)}`;
    case 'left':
      return `${author} left #${clean(event.room)}`;
    case 'removed':
      return `${author} removed ${clean(event.user)} from #${clean(event.room)}`;
    case 'made':
      return `${author} created #${clean(event.room)}`;
    default:
      return `${author}: (something this version cannot read; update securechat)`;
  }
}

/** An event as people read it: `12:34 ada  text`. */
export function eventText(event: RoomEvent, out: Pick<Output, 'bold' | 'dim'>): string {
  return `${out.dim(clockTime(event.at))} ${what(event, out)}`;
}

/** Prints an event in the form asked for; `left` is called once it has left this process. */
export function printEvent(event: RoomEvent, out: Output, json: boolean | undefined, left?: () => void): void {
  if (json) out.json(eventJson(event), left);
  else out.line(eventText(event, out), left);
}
