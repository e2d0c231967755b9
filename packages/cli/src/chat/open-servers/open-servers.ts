import { Emitter } from '@securechat/client';
import { err, ok, type Result, type RoomId } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import { leftBehind } from '../actions/quit.ts';
import type { ServersPort } from '../chat-context.ts';
import type { inputBuffer } from '../input-buffer.ts';
import { draftOf } from '../state/composer.ts';
import { givenUp, type ServerState, type Servers, type StoredServer, sayNoAccount } from '../state/servers.ts';
import { composerOf } from '../state/ui-state.ts';
import type { OpenServer } from './open-server.ts';
import type { OpenedServer, ServerDirectory } from './servers.ts';

/** What the store needs of an open server. */
export type Stored = Pick<
  OpenServer,
  | 'name'
  | 'client'
  | 'keeps'
  | 'links'
  | 'close'
  | 'getSnapshot'
  | 'subscribe'
  | 'dispatch'
  | 'arrive'
  | 'remark'
  | 'left'
  | 'start'
>;

const describe = ({ name, client, keeps, links, getSnapshot }: Stored): ServerState => {
  return { name, keeps, links, chat: client.getSnapshot(), ui: getSnapshot() };
};

const sameServer = (one: ServerState, other: ServerState | undefined) =>
  one.name === other?.name && one.chat === other.chat && one.ui === other.ui;

/** The open servers, of which one is on the screen. */
export type OpenServers<S extends Stored> = ReturnType<typeof openServers<S>>;

/** Holds the open servers, of which this one is on the screen first, and tells of their changes: those of the screen apart from those of the chats. */
export function openServers<S extends Stored>(first: S) {
  let all: readonly S[] = [];
  let shown = first;
  let kept: readonly StoredServer[] = [];
  let told: Servers | undefined;
  const ends = new Map<S, () => void>();
  const screen = new Emitter();
  const chats = new Emitter();
  const add = (server: S) => {
    all = [...all, server];
    const follows = [
      server.subscribe(() => server === shown && screen.emit()),
      server.client.subscribe(chats.emit),
      server.start(),
    ];
    ends.set(server, () => {
      for (const end of follows) end();
    });
    screen.emit();
  };
  const now = (): Servers => {
    const open = all.map(describe);
    const here = open.find(({ name }) => name === shown.name) ?? describe(shown);
    const same = told?.kept === kept && sameServer(here, told.here) && told.open.length === open.length;
    if (!told || !same || !open.every((server, i) => sameServer(server, told?.open[i]))) told = { here, open, kept };
    return told;
  };
  return {
    /** The same object while nothing has changed. */
    now,
    add,
    all: () => all,
    shown: () => shown,
    named: (name: string) => all.find((server) => server.name === name),
    learn: (known: readonly StoredServer[]) => {
      if (JSON.stringify(known) === JSON.stringify(kept)) return;
      kept = known;
      screen.emit();
    },
    show: (server: S, room?: RoomId) => {
      const from = shown;
      if (server === from) {
        if (room !== undefined) server.dispatch({ kind: 'room shown', room });
        return;
      }
      shown = server;
      from.left();
      server.arrive(from.getSnapshot(), room);
      screen.emit();
    },
    /** Follows nothing any more. */
    end: () => {
      for (const end of ends.values()) end();
      ends.clear();
    },
    /** Follows a server no longer. The one on the screen stays there until another is shown. */
    remove: (server: S) => {
      all = all.filter((other) => other !== server);
      ends.get(server)?.();
      ends.delete(server);
      screen.emit();
    },
    subscribe: screen.subscribe,
    followChats: chats.subscribe,
  };
}

/** What was being written stays at hand when a server is opened again, also where no device keeps it. */
function takeAlong(from: Stored, to: Stored): void {
  for (const [room, composer] of Object.entries(from.getSnapshot().composers)) {
    const text = draftOf(composer);
    if (text !== '' && composerOf(to.getSnapshot(), room).text === '') to.dispatch({ kind: 'rewritten', room, text });
  }
}

/** Opens servers and closes them, one thing at a time for each. */
function doors<S extends Stored>(
  store: () => OpenServers<S>,
  book: ServerDirectory | undefined,
  make: (server: OpenedServer) => S,
) {
  const opening = new Map<string, Promise<Result<S, string>>>();
  const closing = new Map<string, Promise<void>>();
  const openOnce = async (name: string): Promise<Result<OpenedServer, string>> => {
    // What it keeps can be opened once at a time.
    await closing.get(name);
    try {
      return (await book?.open(name)) ?? err('No other server can be opened here.');
    } catch (thrown) {
      // A file that may not be written, say: that is no reason to end the others.
      const why = cleanLine(thrown instanceof Error ? thrown.message : String(thrown));
      return err(`${name} could not be opened (${why}).`);
    }
  };
  const openNow = async (name: string): Promise<Result<S, string>> => {
    const opened = await openOnce(name);
    if (!opened.ok) return opened;
    const server = make(opened.value);
    store().add(server);
    return ok(server);
  };
  return {
    open: async (name: string): Promise<Result<S, string>> => {
      const already = store().named(name);
      if (already) return ok(already);
      const begun = opening.get(name) ?? openNow(name).finally(() => opening.delete(name));
      opening.set(name, begun);
      return await begun;
    },
    leave: async (server: S) => {
      store().remove(server);
      // Whatever has kept it from closing keeps it from being opened, too, and is said then.
      const closed = server
        .close()
        .catch(() => {})
        .finally(() => closing.delete(server.name));
      closing.set(server.name, closed);
      await closed;
    },
  };
}

/** Opens and leaves servers as the user asks. `meanwhile` is given what opens one to show it. */
export function serversPort<S extends Stored>(
  store: () => OpenServers<S>,
  book: ServerDirectory | undefined,
  make: (server: OpenedServer) => S,
  meanwhile: ReturnType<typeof inputBuffer>['meanwhile'] = (going) => going,
): ServersPort & { readonly open: (name: string) => Promise<Result<S, string>> } {
  const { open, leave } = doors(store, book, make);
  /** Opens a server that is not open, or anew the one that is `there`. */
  const openAndShow = async (name: string, there: S | undefined, room?: RoomId): Promise<Result<void, string>> => {
    // What is left then could not be opened again.
    if (there && !book?.kept().some((server) => server.name === name)) return err(sayNoAccount(name));
    if (there) void leave(there);
    const opened = await open(name);
    if (opened.ok) {
      if (there) takeAlong(there, opened.value);
      store().show(opened.value, room ?? there?.getSnapshot().room);
    } else if (there) store().add(there);
    return opened.ok ? ok(undefined) : opened;
  };
  return {
    now: () => store().now(),
    lookUp: () => store().learn(book?.kept() ?? []),
    open,
    go: async (name, room) => {
      const there = store().named(name);
      // Whoever only passes by on the way through the rooms begins nothing anew.
      const anew = book !== undefined && room === undefined && there && givenUp(there.client.getSnapshot().link);
      if (!there || anew) return await meanwhile(openAndShow(name, there, room));
      store().show(there, room);
      return ok(undefined);
    },
    close: async (name) => {
      const server = store().named(name);
      if (!server) return err(`${name} is not open.`);
      const others = store()
        .all()
        .filter((other) => other !== server);
      const [next] = others;
      if (!next) return err('No other server is open. /quit leaves the chat.');
      if (store().shown() === server) store().show(next);
      const left = leftBehind([{ pending: server.client.getSnapshot().pending, keeps: server.keeps }]);
      store()
        .shown()
        .remark([`${name} is closed.`, left].filter(Boolean).join(' '));
      await leave(server);
      return ok(undefined);
    },
  };
}
