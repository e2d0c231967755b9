import { highlightsIn } from '@securechat/protocol/highlight';
import { limits } from '@securechat/protocol/limits';

/** What one count may read of all rooms together, so that nobody's words make it slow: about a thousand messages. What is older is not counted. */
const maxReadBytes = 256 * 1024;
/** What reading a message costs, however short it is. */
const messageBytes = 200;

/**
 * Counts messages with highlight words, room by room: `count` reads the texts of a room, newest first, until there are `limits.mentionCount`
 * with the `known` ones. What it has read counts in the rooms after it.
 */
export function highlightCounter(words: readonly string[]) {
  let left = maxReadBytes;
  return (texts: Iterable<string>, known: number): number => {
    let found = known;
    if (found >= limits.mentionCount || left <= 0) return found;
    for (const text of texts) {
      if (highlightsIn(text, words).length > 0) found++;
      left -= messageBytes + text.length;
      if (found >= limits.mentionCount || left <= 0) break;
    }
    return found;
  };
}
