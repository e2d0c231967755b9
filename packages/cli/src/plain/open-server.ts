import { type Clock, Emitter } from '@securechat/client';
import { tellRemoval } from '../chat/actions/tell-removal.ts';
import type { ServersPort } from '../chat/chat-context.ts';
import { leftovers } from '../chat/drafts/keep-drafts.ts';
import { handleNotice } from '../chat/handle-notice.ts';
import type { RegisteredServer, ServerRegistry } from '../chat/open-servers/server-registry.ts';
import type { OpenedServer } from '../chat/open-servers/servers.ts';
import type { ChatOutcome } from '../process/exit-codes.ts';
import type { SystemIntegration } from '../process/system-integration.ts';
import { cleanLine } from '../text/clean.ts';
import type { TimeFormat } from '../text/date-format.ts';
import { indented } from '../text/me-action.ts';
import { type PlainContext, plainContext } from './chat-context.ts';
import { createEventAnnouncer } from './event-announcer.ts';

/** What all servers share in line mode. */
export type PlainScreen = {
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly system: SystemIntegration;
  readonly timeFormat: TimeFormat;
  readonly servers: ServersPort;
  readonly registry: Pick<ServerRegistry<PlainServer>, 'shows'>;
  readonly print: (text: string) => void;
  readonly did: (action: string) => void;
  readonly exit: (outcome: ChatOutcome) => void;
};

/** One open server in line mode. */
export type PlainServer = RegisteredServer & { readonly context: PlainContext };

/** Stores which room is shown. If that fails, the next chat opens in another one, and nothing is lost. */
function keepShown({ room }: PlainContext, drafts: OpenedServer['drafts']): void {
  const shown = room()?.id;
  if (shown === undefined) return;
  try {
    drafts?.showed(shown);
  } catch {}
}

/** Opens one server in line mode. Output from a server that is not shown starts with its name, and its further lines are indented. */
export function plainServer(screen: PlainScreen, server: OpenedServer, room?: string): PlainServer {
  const { client, name, keeps, close, drafts } = server;
  const isShown = () => screen.registry.shows(name);
  const print = (text: string) => screen.print(isShown() ? text : `${cleanLine(name)}: ${indented(text)}`);
  const roomChanges = new Emitter();
  const context = plainContext({
    ...screen,
    ...{ client, serverName: name, print },
    ...(room === undefined ? { lastRoom: leftovers(drafts).room } : { room }),
    roomShown: () => {
      reader.showRoom();
      roomChanges.emit();
      keepShown(context, drafts);
    },
  });
  const reader = createEventAnnouncer({
    ...{ client, clock: screen.clock, timeFormat: screen.timeFormat, serverName: name, print, isShown },
    room: () => (isShown() ? context.room() : undefined),
  });
  return {
    ...{ name, client, keeps, close, context, links: undefined },
    getSnapshot: context.ui,
    subscribe: roomChanges.subscribe,
    dispatch: context.dispatch,
    arrive: (from, showing) => {
      print(`Server ${cleanLine(name)}.`);
      context.dispatch({ kind: 'arrived', from, ...(showing === undefined ? {} : { room: showing }) });
    },
    remark: context.showStatus,
    left: () => {},
    start: () => {
      const ends = [
        client.listen((notice) => handleNotice(context, name, notice)),
        client.listen((notice) => tellRemoval(context, notice)),
        reader.start(),
      ];
      if (server.notice !== undefined) context.showStatus(server.notice);
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
