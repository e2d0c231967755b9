import { limits } from '@securechat/protocol';
import type { HasClient, HasClock, HasScreen } from '../chat-context.ts';
import type { Found } from '../state/picker.ts';
import { shownRoom } from '../state/selectors.ts';

/** The server is asked when nothing was typed for this time. */
const pauseMs = 250;

/** The current search text and its room. */
function wanted(context: HasScreen) {
  const view = context.view();
  const { picker } = view.ui;
  const room = shownRoom(view)?.id;
  const words = picker?.kind === 'search' ? picker.filter.text.trim().slice(0, limits.searchText) : '';
  return room === undefined || words === '' ? undefined : { room, words };
}

/** Searches on the server once typing pauses, since it also has messages that are not loaded. */
export function serverSearch(context: HasScreen & HasClient & HasClock): () => void {
  let asked = '';
  let cancel = () => {};
  const ask = async (words: string) => {
    const now = wanted(context);
    if (now?.words !== words) return;
    const isWanted = () => wanted(context)?.words === words && wanted(context)?.room === now.room;
    const show = (found: Omit<Found, 'words'>) => context.dispatch({ kind: 'found', found: { words, ...found } });
    const found = await context.client.search(now.room, words, (events) => {
      if (!isWanted()) return false;
      show({ events, state: 'searching' });
      return true;
    });
    if (!isWanted()) return;
    if (!found.ok) return show({ events: [], state: 'failed' });
    show({ events: found.value.events, state: found.value.more ? 'more' : 'complete' });
  };
  return () => {
    const now = wanted(context);
    const key = now ? `${now.room} ${now.words}` : '';
    if (key === asked) return;
    asked = key;
    cancel();
    cancel = now ? context.clock.after(pauseMs, () => void ask(now.words)) : () => {};
  };
}
