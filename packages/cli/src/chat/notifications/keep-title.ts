import type { OpenServer, ServerScreen } from '../open-servers/open-server.ts';
import type { OpenServers } from '../open-servers/open-servers.ts';
import { isQuiet } from '../state/quiet.ts';
import { placeHere, several } from '../state/servers.ts';
import type { NotificationSetup } from './start.ts';
import { effectiveSettings } from './start.ts';
import { startTitle } from './title.ts';

/** Keeps the title of the window for all open servers, where the user is told of messages at all. The returned function ends it. */
export function keepTitle(
  store: OpenServers<OpenServer>,
  { clock, terminalFocus, ui }: Pick<ServerScreen, 'clock' | 'terminalFocus' | 'ui'>,
  given: NotificationSetup | undefined,
): () => void {
  if (!given) return () => {};
  return startTitle({
    clock,
    terminalFocus,
    setTitle: given.channel.setTitle,
    follow: (changed) => {
      const ends = [store.subscribe(changed), store.followChats(changed)];
      return () => {
        for (const end of ends) end();
      };
    },
    now: () => {
      const servers = store.now();
      const server = several(servers) ? servers.here.name : undefined;
      const chats = servers.open.map(({ chat }) => chat);
      return {
        chats,
        room: placeHere(servers)?.room,
        server,
        settings: effectiveSettings(given, isQuiet(ui().quiet, clock.nowMs())),
      };
    },
  });
}
