import { make } from './elements.ts';

/** The latest time of a Date; the wire format allows later ones. */
const lastMs = 8.64e15;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** A time as ISO and as text; undefined if it is out of range, which a hostile server may send. */
export function sayMoment(atMs: number): { readonly iso: string; readonly shown: string } | undefined {
  if (!(Math.abs(atMs) <= lastMs)) return undefined;
  return { iso: new Date(atMs).toISOString(), shown: clock.format(atMs) };
}

const two = (n: number) => String(n).padStart(2, '0');

/** The local day of a time, `2026-11-25`; undefined if it is out of range. */
export function isoDay(atMs: number): string | undefined {
  if (!(Math.abs(atMs) <= lastMs)) return undefined;
  const at = new Date(atMs);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const dated = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** When something was last used: how long ago within a day, otherwise the date and time. */
export function sayLastSeen(atMs: number, nowMs: number): string {
  if (!(Math.abs(atMs) <= lastMs)) return 'at an unknown time';
  const agoMs = nowMs - atMs;
  if (agoMs < minuteMs) return 'just now';
  if (agoMs < hourMs) return `${Math.floor(agoMs / minuteMs)} min ago`;
  return agoMs < 24 * hourMs ? `${Math.floor(agoMs / hourMs)} h ago` : dated.format(atMs);
}

/** A time as an element. */
export function timeOf(atMs: number): HTMLElement {
  const moment = sayMoment(atMs);
  return moment ? make('time', { datetime: moment.iso }, moment.shown) : make('time', {}, '--:--');
}

/** The day of a time as an element with this text. */
export function dayElement(atMs: number, words: string): HTMLElement {
  return make('time', { datetime: isoDay(atMs) ?? '' }, words);
}
