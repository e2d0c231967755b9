import { err, ok, type Result, type RoomId } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import { leftBehind } from '../actions/quit.ts';
import type { ServersPort } from '../chat-context.ts';
import type { inputBuffer } from '../input-buffer.ts';
import { draftOf } from '../state/composer.ts';
import { givenUp, sayNoAccount } from '../state/servers.ts';
import { composerOf } from '../state/ui-state.ts';
import type { RegisteredServer, ServerRegistry } from './server-registry.ts';
import type { OpenedServer, ServerDirectory } from './servers.ts';

/** Copies drafts to a server that is opened again, even if they are not stored on disk. */
function takeAlong(from: RegisteredServer, to: RegisteredServer): void {
  for (const [room, composer] of Object.entries(from.getSnapshot().composers)) {
    const text = draftOf(composer);
    if (text !== '' && composerOf(to.getSnapshot(), room).text === '') to.dispatch({ kind: 'rewritten', room, text });
  }
}

/** Opens and closes servers, one operation at a time for each. */
function openAndClose<S extends RegisteredServer>(
  registry: ServerRegistry<S>,
  directory: ServerDirectory | undefined,
  make: (server: OpenedServer) => S,
) {
  const opening = new Map<string, Promise<Result<S, string>>>();
  const closing = new Map<string, Promise<void>>();
  const openOnce = async (name: string): Promise<Result<OpenedServer, string>> => {
    // The local store of an account can be open only once.
    await closing.get(name);
    try {
      return (await directory?.open(name)) ?? err('No other server can be opened here.');
    } catch (thrown) {
      // For example an unreadable file, which must not close the other servers.
      const why = cleanLine(thrown instanceof Error ? thrown.message : String(thrown));
      return err(`${name} could not be opened (${why}).`);
    }
  };
  const openNow = async (name: string): Promise<Result<S, string>> => {
    const opened = await openOnce(name);
    if (!opened.ok) return opened;
    const server = make(opened.value);
    registry.add(server);
    return ok(server);
  };
  return {
    open: async (name: string): Promise<Result<S, string>> => {
      const already = registry.named(name);
      if (already) return ok(already);
      const begun = opening.get(name) ?? openNow(name).finally(() => opening.delete(name));
      opening.set(name, begun);
      return await begun;
    },
    leave: async (server: S) => {
      registry.remove(server);
      // An error here would also prevent reopening, and is reported then.
      const closed = server
        .close()
        .catch(() => {})
        .finally(() => closing.delete(server.name));
      closing.set(server.name, closed);
      await closed;
    },
  };
}

/** The port, and a way to open a server without showing it. */
type OpeningPort<S> = ServersPort & { open(name: string): Promise<Result<S, string>> };

/**
 * Opens and closes servers. `make` also receives the port, for commands on the new server. `meanwhile` wraps the opening of a server that
 * will be shown.
 */
export function serversPort<S extends RegisteredServer>(
  registry: ServerRegistry<S>,
  directory: ServerDirectory | undefined,
  make: (server: OpenedServer, servers: ServersPort) => S,
  meanwhile: ReturnType<typeof inputBuffer>['meanwhile'] = (going) => going,
): OpeningPort<S> {
  const { open, leave } = openAndClose(registry, directory, (server) => make(server, port));
  /** Opens a server, or reopens the one that is `there`, and shows it. */
  const openAndShow = async (name: string, there: S | undefined, room?: RoomId): Promise<Result<void, string>> => {
    // Unsaved data could not be opened again.
    if (there && !directory?.stored().some((server) => server.name === name)) return err(sayNoAccount(name));
    if (there) void leave(there);
    const opened = await open(name);
    if (opened.ok) {
      if (there) takeAlong(there, opened.value);
      registry.show(opened.value, room ?? there?.getSnapshot().room);
    } else if (there) registry.add(there);
    return opened.ok ? ok(undefined) : opened;
  };
  const port: OpeningPort<S> = {
    now: registry.getSnapshot,
    lookUp: () => registry.setStored(directory?.stored() ?? []),
    open,
    go: async (name, room) => {
      const there = registry.named(name);
      // Going through the rooms does not reopen a server that has given up.
      const reopen = directory !== undefined && room === undefined && there && givenUp(there.client.getSnapshot().link);
      if (!there || reopen) return await meanwhile(openAndShow(name, there, room));
      registry.show(there, room);
      return ok(undefined);
    },
    close: async (name) => {
      const server = registry.named(name);
      if (!server) return err(`${name} is not open.`);
      const others = registry.all.filter((other) => other !== server);
      const [next] = others;
      if (!next) return err('No other server is open. /quit leaves the chat.');
      if (registry.shown === server) registry.show(next);
      const left = leftBehind([{ pending: server.client.getSnapshot().pending, keeps: server.keeps }]);
      registry.shown.remark([`${name} is closed.`, left].filter(Boolean).join(' '));
      await leave(server);
      return ok(undefined);
    },
  };
  return port;
}
