import { type ChatClient, type EventPlace, oldestSeq, roomOf } from '@securechat/client';
import { failureText } from '@securechat/client/present';
import { limits } from '@securechat/protocol';

/** Requests for one message: beyond that, scrolling is the better way. */
const maxPages = 100;

/** Loads older messages of a room until this one is loaded, there are no others, or `isWanted` returns false. Resolves with what to tell the user if it is not there then. */
export async function loadUntil(
  client: ChatClient,
  { room, seq }: EventPlace,
  isWanted: () => boolean,
): Promise<string> {
  for (let pages = 0; pages < maxPages && isWanted(); pages++) {
    const state = roomOf(client.getSnapshot(), room);
    const oldest = oldestSeq(state);
    if (oldest <= seq || state.atStart) break;
    const loaded = await client.loadOlder(room, limits.page);
    if (!loaded.ok) return failureText(loaded.error);
    // Nothing arrived: another request would not help.
    if (oldestSeq(roomOf(client.getSnapshot(), room)) === oldest) break;
  }
  return 'That message is too far back to show here.';
}
