import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import {
  type ClientFrame,
  type CloseName,
  closeCodes,
  decodeClientFrame,
  encodeFrame,
  err,
  limits,
  ok,
  type Refusal,
  type Result,
  type RoomEvent,
  type ServerFrame,
  type UserId,
} from '@securechat/protocol';
import type { WebSocket } from 'ws';
import type { App } from '../../app/app.ts';
import type { Caller } from '../../app/context.ts';
import type { Following } from '../../app/following.ts';
import type { EphemeralEvent, Listener } from '../../app/hub.ts';
import type { EventBatch } from '../../app/reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { OutboundQueue, type OutboundSocket } from '../shared/outbound-queue.ts';
import { RequestQueue } from '../shared/request-queue.ts';
import type { Priority, WriteScheduler } from '../shared/write-scheduler.ts';
import { frameText } from './frames.ts';
import type { AuthenticatedSession, RequestContext, RequestOutcome } from './request-context.ts';
import { costOf, dispatch, type Phase } from './routes.ts';
import { ephemeralBytes, eventBytes, refusalFrame } from './to-frame.ts';

/** Malformed frames after which a connection is closed. */
const maxBadFrames = 10;
/** When one that was a connection too many may try again. */
const tooManyRetryMs = 5000;
/** Enough for hello, resume or log-in, and one more try. */
const freeGuestFrames = 3;
/** How long the other end may take to close before the socket is cut. */
const closeGraceMs = 2000;

/** What all connections of a gateway share. */
export type GatewayContext = {
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  readonly scheduler: WriteScheduler;
  /**
   * Called once when it signs in: it no longer counts as a guest, but for its account. False when that has too many: it stays a guest.
   * `fresh`, with a password and not with a token: it takes the place of the account's oldest.
   */
  signedIn(connection: Connection, user: UserId, fresh: boolean): boolean;
  /** Called once when its socket is closed. */
  closed(connection: Connection): void;
};

/** ws frames the rest (pings, pongs, close) and writes each whole and at once, so that ours may stand between. */
class SocketWire implements OutboundSocket {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;

  constructor(ws: WebSocket, socket: Duplex) {
    this.#ws = ws;
    this.#socket = socket;
  }

  get open(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  get waitingBytes(): number {
    return this.#socket.writableLength;
  }

  write(bytes: Buffer, done: () => void): void {
    this.#socket.write(bytes, done);
  }
}

/** One socket's life: greeting → guest → user → closed. */
export class Connection implements RequestContext, Listener {
  readonly address: string;
  auth: AuthenticatedSession | undefined;
  readonly #ws: WebSocket;
  readonly #shared: GatewayContext;
  readonly #outbox: OutboundQueue;
  readonly #queue: RequestQueue;
  #cancelDeadline: (() => void) | undefined;
  #greeted = false;
  #badFrames = 0;
  #guestFrames = 0;
  #alive = true;
  #closing = false;

  /** `socket` is the raw one under the WebSocket: ready-made frames are written past it. */
  constructor(ws: WebSocket, socket: Duplex, address: string, shared: GatewayContext) {
    this.address = address;
    this.#ws = ws;
    this.#shared = shared;
    this.#outbox = new OutboundQueue(new SocketWire(ws, socket), this, shared);
    this.#queue = new RequestQueue(this, ws);
    this.#cancelDeadline = shared.clock.after(limits.authDeadlineMs, () => this.close('auth_deadline'));
    ws.on('message', (data: Buffer, binary: boolean) => {
      this.#alive = true;
      if (binary) this.close('unsupported_data');
      else if (!this.#closing) this.#queue.push(data.toString('utf8'));
    });
    ws.on('pong', () => {
      this.#alive = true;
    });
    ws.on('error', (error: Error & { code?: string }) => shared.log.debug('socket', { code: error.code }));
    ws.on('close', () => this.#closed());
  }

  get app(): App {
    return this.#shared.app;
  }

  nowMs(): number {
    return this.#shared.clock.nowMs();
  }

  /** Whether it is signed in as this user. */
  isOf(user: UserId): boolean {
    return this.auth?.caller.user === user;
  }

  greet(): void {
    this.#greeted = true;
  }

  signIn(caller: Caller, fresh: boolean): Result<void, Refusal> {
    if (!this.#closing && this.#shared.signedIn(this, caller.user, fresh)) {
      this.#cancelDeadline?.();
      this.#cancelDeadline = undefined;
      const watched = this.app.watchSession(caller, this);
      this.auth = { caller, sender: this.app.messageSender(caller), following: undefined, watched };
      return ok(undefined);
    }
    // Closed meanwhile, or one connection too many: nobody gets the token of a new session, so nobody could ever end it.
    const ending = fresh ? this.app.endSession(caller, caller.session) : undefined;
    ending?.catch((thrown: unknown) => this.#shared.log.warn('session not ended', { reason: String(thrown) }));
    this.app.limitHit('connections', caller.user);
    return err({ code: 'too_many_connections', retryAfterMs: tooManyRetryMs });
  }

  follow(auth: AuthenticatedSession): Following {
    auth.following ??= this.app.follow(auth.caller, this);
    return auth.following;
  }

  onBatch(run: EventBatch, more: boolean): void {
    this.send({ type: 'events', ...run, events: [...run.events] }, more ? 'low' : 'normal');
  }

  ready(): Promise<void> {
    return this.#outbox.ready();
  }

  onLive(event: RoomEvent): void {
    this.#outbox.send(eventBytes(event));
  }

  onEphemeral(ephemeral: EphemeralEvent): void {
    // After a restart everybody comes, and each is told to many.
    this.#outbox.send(ephemeralBytes(ephemeral), ephemeral.kind === 'presence' ? 'low' : 'normal');
  }

  onFailure(thrown: unknown): void {
    this.#shared.log.error('a feed failed', { reason: String(thrown) });
    this.close('going_away');
  }

  sessionEnded(): void {
    this.close('session_ended');
  }

  /** A reader that fell behind: what waits for it is dropped, it comes back and catches up from its cursor. */
  overflowed(): void {
    this.#shared.log.info('slow reader', { session: this.auth?.caller.session });
    this.#outbox.close();
    this.close('slow_reader');
  }

  send(frame: ServerFrame, priority: Priority = 'normal'): void {
    this.#outbox.send(frameText(encodeFrame(frame)), priority);
  }

  respondLater(re: string, doing: Promise<RequestOutcome>): void {
    this.#queue.addInFlight(this.#answer(re, doing));
  }

  /** Says why and closes; cuts the socket when the other end does not follow. */
  close(why: CloseName): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#queue.close();
    this.#outbox.flush();
    this.#outbox.close();
    this.#unfollow();
    const { code, say } = closeCodes[why];
    this.#ws.close(code, say);
    this.#shared.clock.after(closeGraceMs, () => this.#ws.terminate());
  }

  /** The server stops: takes no more frames, answers those it took, says when to come back, and closes with 1012. */
  async goDown(retryAfterMs: number): Promise<void> {
    this.#queue.close();
    await this.#queue.idle();
    this.send({ type: 'going-down', retryAfterMs });
    this.close('restart');
  }

  #phase(): Phase {
    if (this.auth) return 'user';
    return this.#greeted ? 'guest' : 'greeting';
  }

  async handleRequest(text: string): Promise<void> {
    if (this.#closing) return;
    const decoded = decodeClientFrame(text);
    if (!decoded.ok) {
      const { code, detail, re } = decoded.error;
      this.send(refusalFrame({ code, detail }, re));
      if (++this.#badFrames >= maxBadFrames) this.close('bad_frames');
      return;
    }
    const frame = decoded.value;
    await this.#answer('id' in frame ? frame.id : undefined, this.#ask(frame));
  }

  async #ask(frame: ClientFrame): Promise<RequestOutcome> {
    const cost = costOf(frame);
    if (cost > 0 && !this.#isFree()) {
      const paid = await this.app.spend('request', this.auth?.caller.user ?? this.address, cost);
      if (!paid.ok) return paid;
      // Gone meanwhile: nobody would ever end what it begins now.
      if (this.#closing) return undefined;
    }
    return await dispatch(this, this.#phase(), frame);
  }

  /**
   * The first frames before the log-in are paid for by the connection itself, which is limited by address: otherwise an office behind one
   * address would spend its requests on saying hello.
   */
  #isFree(): boolean {
    return !this.auth && ++this.#guestFrames <= freeGuestFrames;
  }

  /** Sends what comes of a request. A throw is a bug or a disk: the asker gets a refusal, the log the reason, nobody else notices. */
  async #answer(re: string | undefined, doing: Promise<RequestOutcome>): Promise<void> {
    const answer = await doing.catch((thrown: unknown) => err(this.#explain(thrown)));
    if (answer?.ok) this.send(answer.value, 'high');
    else if (answer && re !== undefined) this.send(refusalFrame(answer.error, re), 'high');
  }

  #explain(thrown: unknown): Refusal {
    const failed =
      typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'storage_failed';
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    this.#shared.log.error(failed ? 'storage failed' : 'a request failed', { reason });
    return failed ? { code: 'storage_failed', retryAfterMs: 1000 } : { code: 'internal', retryAfterMs: 1000 };
  }

  /** Asks for a sign of life, or cuts off one that gave none since it was asked last. */
  checkHeartbeat(): void {
    if (this.#alive) this.#ws.ping();
    else this.#ws.terminate();
    this.#alive = false;
  }

  /** Resolves once the socket is closed. */
  async ended(): Promise<void> {
    if (this.#ws.readyState !== this.#ws.CLOSED) await once(this.#ws, 'close');
  }

  #closed(): void {
    this.#closing = true;
    this.#cancelDeadline?.();
    this.#queue.close();
    this.#outbox.close();
    this.auth?.watched.stop();
    this.#unfollow();
    this.#shared.closed(this);
  }

  #unfollow(): void {
    this.auth?.following?.stop(false);
    if (this.auth) this.auth.following = undefined;
  }
}
