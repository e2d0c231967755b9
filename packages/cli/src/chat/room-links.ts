import { type Entry, type List, linksIn } from '@securechat/client';
import { clean, cleanLine } from '../text/clean.ts';

/** A link in the list: its address, and who sent it. */
export type RoomLink = { readonly url: string; readonly by: string };

/** How many entries are searched for links. */
const maxItems = 2000;

/** The newest links of a room, newest first, each address once. */
export function roomLinks(timeline: List<Entry>, most: number): RoomLink[] {
  const found = new Map<string, RoomLink>();
  for (let i = timeline.length - 1; i >= 0 && i >= timeline.length - maxItems && found.size < most; i--) {
    const item = timeline.at(i);
    if (item?.kind !== 'message' || item.text === undefined) continue;
    for (const { url } of linksIn(clean(item.text)).toReversed()) {
      if (!found.has(url) && found.size < most) found.set(url, { url, by: cleanLine(item.author) });
    }
  }
  return [...found.values()];
}
