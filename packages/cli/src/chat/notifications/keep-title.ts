import type { OpenServer, ServerScreen } from '../open-servers/open-server.ts';
import type { ServerRegistry } from '../open-servers/server-registry.ts';
import { isQuiet } from '../state/quiet.ts';
import { shownRoom } from '../state/selectors.ts';
import { several } from '../state/servers.ts';
import type { NotificationSetup } from './start.ts';
import { effectiveSettings } from './start.ts';
import { startTitle } from './title.ts';

/** Keeps the window's title up to date for all open servers, if notifications are set up. The returned function stops it. */
export function keepTitle(
  registry: ServerRegistry<OpenServer>,
  { clock, terminalFocus }: Pick<ServerScreen, 'clock' | 'terminalFocus'>,
  given: NotificationSetup | undefined,
): () => void {
  if (!given) return () => {};
  return startTitle({
    clock,
    terminalFocus,
    setTitle: given.channel.setTitle,
    follow: (changed) => {
      const ends = [registry.subscribe(changed), registry.subscribeToChats(changed)];
      return () => {
        for (const end of ends) end();
      };
    },
    now: () => {
      const servers = registry.getSnapshot();
      const server = several(servers) ? servers.here.name : undefined;
      const chats = servers.open.map(({ chat }) => chat);
      return {
        chats,
        room: shownRoom(servers.here),
        server,
        settings: effectiveSettings(given, isQuiet(servers.here.ui.quiet, clock.nowMs())),
      };
    },
  });
}
