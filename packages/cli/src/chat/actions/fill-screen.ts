import { oldestSeq } from '@securechat/client';
import { limits } from '@securechat/protocol';
import type { HasClient, HasLayout, HasScreen } from '../chat-context.ts';
import { shownRoom } from '../state/selectors.ts';
import { scroll } from '../window.ts';

/** This many entries fill any screen, unless nearly all of them are folded; then it may stay partly empty. */
const maxLines = 2000;

/** Whether the server of this name is shown, and a subscription to changes of that. */
type OnScreen = { shows(name: string): boolean; subscribe(changed: () => void): () => void };

/** Loads older messages of the shown room while the screen is not full. The returned function stops it. */
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
    // If nothing can be scrolled, the screen is not full.
    if (!scroll(lines, height, undefined, -1).atTop) return;
    // Once per position: after a failure the next request follows a reconnection or PageUp.
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
