import type { RoomEvent } from '@securechat/protocol/model';
import { pageBytes, sizeBytes } from '../domain/page-size.ts';

/** As many leading events as fit in one page; at least one. */
export function fitting(events: readonly RoomEvent[]): RoomEvent[] {
  return fittingBy(events, sizeBytes);
}

/** As many leading items as fit in one page, by their approximate size in a frame; at least one. */
export function fittingBy<T>(items: readonly T[], weighItem: (item: T) => number): T[] {
  let left = pageBytes;
  const over = items.findIndex((item, i) => {
    left -= weighItem(item);
    return left < 0 && i > 0;
  });
  return over === -1 ? [...items] : items.slice(0, over);
}
