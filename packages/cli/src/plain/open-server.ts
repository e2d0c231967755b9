import type { Clock } from '@securechat/client';
import { heed } from '../tui/actions/heed.ts';
import type { Stored } from '../tui/actions/open-servers.ts';
import { tellRemoval } from '../tui/actions/tell-removal.ts';
import type { Outcome, ServersPort } from '../tui/actions/tui.ts';
import type { Desk } from '../tui/desk/desk.ts';
import type { OpenedServer } from '../tui/servers.ts';
import { cleanLine } from '../tui/text/clean.ts';
import type { TimeFormat } from '../tui/text/moments.ts';
import { setIn } from '../tui/text/said.ts';
import { createReader } from './reader.ts';
import { type PlainTui, plainTui } from './tui.ts';

/** What all servers of a chat in lines have in common. */
export type PlainScreen = {
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly desk: Desk;
  readonly timeFormat: TimeFormat;
  readonly servers: ServersPort;
  /** Whether the server of this name is the one that is shown. */
  readonly shows: (name: string) => boolean;
  readonly print: (text: string) => void;
  readonly did: (action: string) => void;
  readonly exit: (outcome: Outcome) => void;
};

/** One open server of a chat in lines. */
export type PlainServer = Stored & { readonly tui: PlainTui };

/** Makes one open server of a chat in lines. What is read out of one that is not shown begins with its name, and further lines are set in. */
export function plainServer(screen: PlainScreen, server: OpenedServer, room?: string): PlainServer {
  const { client, name, keeps, close } = server;
  const isShown = () => screen.shows(name);
  const print = (text: string) => screen.print(isShown() ? text : `${cleanLine(name)}: ${setIn(text)}`);
  const changed = new Set<() => void>();
  const tui = plainTui({
    ...screen,
    ...{ client, serverName: name, keeps, print },
    ...(room === undefined ? {} : { room }),
    roomShown: () => {
      reader.showRoom();
      for (const tell of [...changed]) tell();
    },
  });
  const reader = createReader({
    ...{ client, clock: screen.clock, timeFormat: screen.timeFormat, serverName: name, print, isShown },
    room: () => (isShown() ? tui.room() : undefined),
  });
  return {
    ...{ name, client, keeps, close, tui, links: undefined },
    getSnapshot: tui.ui,
    subscribe: (tell) => {
      changed.add(tell);
      return () => void changed.delete(tell);
    },
    dispatch: tui.dispatch,
    arrive: (from, showing) => {
      print(`Server ${cleanLine(name)}.`);
      tui.dispatch({ kind: 'arrived', from, ...(showing === undefined ? {} : { room: showing }) });
    },
    remark: tui.remark,
    left: () => {},
    start: () => {
      const ends = [
        client.listen((notice) => heed(tui, name, notice)),
        client.listen((notice) => tellRemoval(tui, notice)),
        reader.start(),
      ];
      if (server.remark !== undefined) tui.remark(server.remark);
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
