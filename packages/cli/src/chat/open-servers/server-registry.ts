import { Emitter } from '@securechat/client';
import type { RoomId } from '@securechat/protocol';
import type { NamedLinks } from '../../text/link-numbers.ts';
import type { ServerState, Servers, StoredServer } from '../state/servers.ts';
import type { UiEvent, UiState } from '../state/ui-state.ts';
import type { OpenedServer } from './servers.ts';

/** One open server: its client and its screen state. */
export type RegisteredServer = Pick<OpenedServer, 'name' | 'client' | 'keeps' | 'close'> & {
  /** Without them, links have no numbers in the text. */
  readonly links: NamedLinks | undefined;
  getSnapshot(): UiState;
  subscribe(changed: () => void): () => void;
  dispatch(event: UiEvent): void;
  remark(text: string, tone?: 'plain' | 'warning'): void;
  /** The server is shown, with this room, after the server with this state. */
  arrive(from: UiState, room?: RoomId): void;
  /** Another server is shown. */
  left(): void;
  /** Starts following the client; the returned function stops it. */
  start(): () => void;
};

const describe = ({ name, client, keeps, links, getSnapshot }: RegisteredServer): ServerState => {
  return { name, keeps, links, chat: client.getSnapshot(), ui: getSnapshot() };
};

const sameServer = (one: ServerState, other: ServerState | undefined) =>
  one.name === other?.name && one.chat === other.chat && one.ui === other.ui;

/**
 * The open servers, one of which is shown. Created empty and passed to whatever needs the others. Changes of the screen and of the chats
 * have separate subscriptions.
 */
export class ServerRegistry<S extends RegisteredServer> {
  #all: readonly S[] = [];
  #shown: S | undefined;
  #stored: readonly StoredServer[] = [];
  #last: Servers | undefined;
  readonly #ends = new Map<S, () => void>();
  readonly #screen = new Emitter();
  readonly #chats = new Emitter();
  readonly subscribe = this.#screen.subscribe;
  readonly subscribeToChats = this.#chats.subscribe;

  get all(): readonly S[] {
    return this.#all;
  }

  /** The shown server. Throws before the first `show`. */
  get shown(): S {
    if (!this.#shown) throw new Error('no server was shown yet');
    return this.#shown;
  }

  shows(name: string): boolean {
    return this.#shown?.name === name;
  }

  named(name: string): S | undefined {
    return this.#all.find((server) => server.name === name);
  }

  /** The same object while nothing changes. */
  readonly getSnapshot = (): Servers => {
    const open = this.#all.map(describe);
    const here = open.find(({ name }) => this.shows(name)) ?? describe(this.shown);
    const last = this.#last;
    const same = last?.stored === this.#stored && sameServer(here, last.here) && last.open.length === open.length;
    if (last && same && open.every((server, i) => sameServer(server, last.open[i]))) return last;
    this.#last = { here, open, stored: this.#stored };
    return this.#last;
  };

  /** Starts a server and subscribes to it. */
  add(server: S): void {
    this.#all = [...this.#all, server];
    const follows = [
      server.subscribe(() => server === this.#shown && this.#screen.emit()),
      server.client.subscribe(this.#chats.emit),
      server.start(),
    ];
    this.#ends.set(server, () => {
      for (const end of follows) end();
    });
    this.#screen.emit();
  }

  /** Unsubscribes from a server. The shown one stays until another is shown. */
  remove(server: S): void {
    this.#all = this.#all.filter((other) => other !== server);
    this.#ends.get(server)?.();
    this.#ends.delete(server);
    this.#screen.emit();
  }

  /** Shows a server, with this room. */
  show(server: S, room?: RoomId): void {
    const from = this.#shown;
    if (server === from) {
      if (room !== undefined) server.dispatch({ kind: 'room-shown', room });
      return;
    }
    this.#shown = server;
    if (!from) return;
    from.left();
    server.arrive(from.getSnapshot(), room);
    this.#screen.emit();
  }

  /** Replaces the list of accounts that are stored on this device. */
  setStored(stored: readonly StoredServer[]): void {
    if (JSON.stringify(stored) === JSON.stringify(this.#stored)) return;
    this.#stored = stored;
    this.#screen.emit();
  }

  /** Unsubscribes from all servers. */
  end(): void {
    for (const end of this.#ends.values()) end();
    this.#ends.clear();
  }
}
