import { oldestSeq } from '@securechat/client';
import { limits } from '@securechat/protocol';
import type { HasClient, HasLayout, HasScreen } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { scroll } from '../window.ts';

/** More lines than this fill any screen, unless nearly all of them are folded away: then it may stay half empty. */
const maxLines = 2000;

/** Whether the server of this name is on the screen, and when another thing may be. */
type OnScreen = { shows(name: string): boolean; subscribe(changed: () => void): () => void };

/** Fetches older messages of the shown room while those that are loaded leave a part of the screen empty. The returned function ends it. */
export function fillScreen(context: HasScreen & HasClient & HasLayout, screen: OnScreen): () => void {
  let asked = '';
  const fill = () => {
    const view = context.view();
    const room = screen.shows(view.serverName) ? shownRoom(view) : undefined;
    if (view.chat.link.status !== 'online' || view.chat.lastSync === undefined) {
      asked = '';
      return;
    }
    if (!room || room.cursor === 0 || room.atStart || room.timeline.length > maxLines) return;
    const { lines, height } = context.layout.timeline(view);
    // Where nothing can be scrolled there is room for more.
    if (!scroll(lines, height, undefined, -1).atTop) return;
    // Once for each place: what does not come is asked for again after the next reconnection, or by PageUp.
    const now = `${room.id} ${oldestSeq(room)}`;
    if (now === asked) return;
    asked = now;
    void context.client.loadOlder(room.id, limits.page);
  };
  const place = () => {
    const { ui, serverName } = context.view();
    return screen.shows(serverName) ? `room ${ui.room}` : 'elsewhere';
  };
  let shown = 'elsewhere';
  const ends = [
    context.client.subscribe(fill),
    screen.subscribe(() => {
      const now = place();
      if (now === shown) return;
      shown = now;
      fill();
    }),
  ];
  fill();
  return () => {
    for (const end of ends) end();
  };
}
