import type { OpenServer, ServerScreen } from '../open-servers/open-server.ts';
import type { ServerRegistry } from '../open-servers/server-registry.ts';
import { isQuiet } from '../state/quiet.ts';
import { placeHere, several } from '../state/servers.ts';
import type { NotificationSetup } from './start.ts';
import { effectiveSettings } from './start.ts';
import { startTitle } from './title.ts';

/** Keeps the title of the window for all open servers, where the user is told of messages at all. The returned function ends it. */
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
        room: placeHere(servers)?.room,
        server,
        settings: effectiveSettings(given, isQuiet(servers.here.ui.quiet, clock.nowMs())),
      };
    },
  });
}
