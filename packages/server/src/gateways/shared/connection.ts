import type { CloseName } from '@securechat/protocol/close-codes';
import type { RoomEvent } from '@securechat/protocol/model';
import { ConnectionSession, type Peer } from '../../app/connection-session.ts';
import type { EphemeralEvent } from '../../app/hub.ts';
import type { EventBatch } from '../../app/reader.ts';
import type { StateBatch } from '../../app/state-feed.ts';
import type { GatewayContext } from './gateway.ts';
import { OutboundQueue } from './outbound-queue.ts';
import { RequestQueue } from './request-queue.ts';
import type { GatewaySocket } from './socket.ts';
import type { Priority } from './write-scheduler.ts';

/** How long the other end may take to close before the socket is destroyed. */
const closeGraceMs = 2000;
const ignore = () => {};

/** How a gateway reads requests and writes frames. The bytes of an event may be written to many sockets. */
export interface GatewayProtocol {
  /** Handles one request and answers it. Never rejects. */
  handle(connection: Connection, request: string): Promise<void>;
  event(event: RoomEvent): Buffer;
  ephemeral(ephemeral: EphemeralEvent): Buffer;
  batch(batch: EventBatch): Buffer;
  state(batch: StateBatch): Buffer;
  /** The announcement that the server stops and the client should return after this time. */
  goingDown(retryAfterMs: number): Buffer;
  /** Asks for a sign of life; every client answers it. */
  readonly ping: Buffer;
}

/** One socket of any gateway, with what its session needs: ordered requests, bounded output, heartbeat, closing. */
export class Connection implements Peer {
  readonly session: ConnectionSession;
  isAlive = true;
  readonly #socket: GatewaySocket;
  readonly #protocol: GatewayProtocol;
  readonly #context: GatewayContext;
  readonly #outbound: OutboundQueue;
  readonly #requests: RequestQueue;
  #cancelCut: (() => void) | undefined;

  constructor(socket: GatewaySocket, address: string, protocol: GatewayProtocol, context: GatewayContext) {
    this.#socket = socket;
    this.#protocol = protocol;
    this.#context = context;
    this.#outbound = new OutboundQueue(socket, this, context);
    this.#requests = new RequestQueue(this, socket);
    this.session = new ConnectionSession(context, address, this);
  }

  /** Milliseconds since 1970. */
  nowMs(): number {
    return this.#context.clock.nowMs();
  }

  /** Handles a request that was read from the socket. */
  receive(request: string): void {
    this.isAlive = true;
    this.#requests.push(request);
  }

  handleRequest(request: string): Promise<void> {
    return this.#protocol.handle(this, request);
  }

  /** Lets the next requests be handled while this one is being answered. `answering` must not reject. */
  addInFlight(answering: Promise<void>): void {
    this.#requests.addInFlight(answering);
  }

  send(bytes: Buffer, priority?: Priority): void {
    this.#outbound.send(bytes, priority);
  }

  onBatch(batch: EventBatch, more: boolean): void {
    this.#outbound.send(this.#protocol.batch(batch), more ? 'low' : 'normal');
  }

  ready(): Promise<void> {
    return this.#outbound.ready();
  }

  onLive(event: RoomEvent): void {
    this.#outbound.send(this.#protocol.event(event));
  }

  onEphemeral(ephemeral: EphemeralEvent): void {
    // Low priority: after a restart everybody comes online, and each is announced to many.
    this.#outbound.send(this.#protocol.ephemeral(ephemeral), ephemeral.kind === 'typing' ? 'normal' : 'low');
  }

  onState(batch: StateBatch): void {
    this.#outbound.send(this.#protocol.state(batch));
  }

  onFailure(thrown: unknown): void {
    this.session.feedFailed(thrown);
  }

  /** The reader is too slow (slow-reader.ts): its queued frames are discarded. */
  cutOff(): void {
    this.#context.log.info('slow reader', { session: this.session.auth?.caller.session });
    this.#outbound.close();
    this.session.end('slow_reader');
  }

  /** Called by its session when that ends. The socket is destroyed if the other end does not close it. */
  close(reason: CloseName): void {
    this.#requests.close();
    this.#outbound.flush();
    this.#outbound.close();
    this.#cancelCut = this.#context.clock.after(closeGraceMs, () => this.#socket.destroy());
    this.#socket.close(reason);
  }

  /** The server stops: answers what it has received, announces when to return, and closes. */
  async goDown(retryAfterMs: number): Promise<void> {
    this.#requests.close();
    await this.#requests.idle();
    this.send(this.#protocol.goingDown(retryAfterMs));
    this.session.end('restart');
  }

  ping(): void {
    if (this.#socket.isOpen) this.#socket.write(this.#protocol.ping, ignore);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** The socket is closed. */
  closed(): void {
    this.#cancelCut?.();
    this.#requests.close();
    this.#outbound.close();
    this.session.closed();
  }
}
