import { Connection, type GatewayProtocol } from './connection.ts';
import type { GatewayContext } from './gateway.ts';
import { Heartbeat } from './heartbeat.ts';
import type { GatewaySocket } from './socket.ts';

/** Clients reconnect spread over this time after a restart. */
const comeBackWithinMs = 2000;

/** The connections of one gateway. */
export class Connections {
  readonly #context: GatewayContext;
  readonly #heartbeat: Heartbeat;
  readonly #open = new Set<Connection>();
  #isStopping = false;
  #onEmpty: (() => void) | undefined;

  constructor(context: GatewayContext) {
    this.#context = context;
    this.#heartbeat = new Heartbeat(context.clock);
  }

  /**
   * Why a connection from this address is refused now; undefined if it is accepted. The gateway calls `app.spend('connect', address)`
   * first, so that refused attempts are limited too.
   */
  refusal(address: string): 'stopping' | 'too-many' | undefined {
    const isFull = this.#context.places.isFull(address);
    if (isFull) this.#context.app.limitHit('guests', address);
    if (this.#isStopping) return 'stopping';
    return isFull ? 'too-many' : undefined;
  }

  /** Opens a connection. Its gateway calls `receive` for each request, sets `isAlive` on other signs of life, and calls `closed` once. */
  open(socket: GatewaySocket, address: string, protocol: GatewayProtocol): Connection {
    const connection = new Connection(socket, address, protocol, this.#context);
    this.#open.add(connection);
    this.#heartbeat.add(connection);
    return connection;
  }

  /** The connection's socket has closed, whichever side closed it. */
  closed(connection: Connection): void {
    this.#heartbeat.delete(connection);
    this.#open.delete(connection);
    connection.closed();
    if (this.#open.size === 0) this.#onEmpty?.();
  }

  /** Ends all connections as for a restart: what was received is answered first. Resolves once all sockets are closed. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#open].map((c) => c.goDown(Math.floor(Math.random() * comeBackWithinMs))));
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
  }
}
