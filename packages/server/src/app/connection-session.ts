import type { CloseName } from '@securechat/protocol/close-codes';
import type { Refusal } from '@securechat/protocol/errors';
import type { UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { err, ok, type Result } from '@securechat/protocol/result';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { App } from './app.ts';
import type { ChangeSender } from './changes.ts';
import type { ConnectionPlaces, Placed } from './connection-places.ts';
import type { AsyncResult, Caller } from './context.ts';
import type { Following } from './following.ts';
import type { Listener } from './hub.ts';
import type { SessionOwner, Watched } from './session-watch.ts';

/** When a client whose account is full may try again. */
const noPlaceRetryMs = 5000;
/** A greeting, a token or a log-in, and one more attempt. */
const freeGuestRequests = 3;

/** The state of a connection: nothing agreed yet, a guest, or a signed-in user. */
export type Phase = 'greeting' | 'guest' | 'user';

/** What a signed-in connection has. */
export type AuthenticatedSession = {
  readonly caller: Caller;
  readonly sender: ChangeSender;
  following: Following | undefined;
  /** The watch for the session's end. */
  watched: Watched;
};

/** The client of a connection, as its gateway reaches it. */
export interface Peer extends Listener {
  /** Tells the client the reason and closes the connection. Called at most once. */
  close(reason: CloseName): void;
}

/** What all connections of a server share. */
export type ConnectionContext = {
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  readonly places: ConnectionPlaces;
};

/**
 * One connection's life: greeting, guest, user, end. It must sign in before a deadline, pays for its requests, ends with its session, and
 * counts as a connection until its socket is closed.
 */
export class ConnectionSession implements SessionOwner, Placed {
  readonly address: string;
  readonly #context: ConnectionContext;
  readonly #peer: Peer;
  #cancelDeadline: (() => void) | undefined;
  #auth: AuthenticatedSession | undefined;
  #greeted = false;
  /** When malformed requests came, of the last `badFramesMs`. */
  #malformedMs: number[] = [];
  #guestRequests = 0;
  #hasEnded = false;

  /** Counts as a guest from now on. `address` is what limits for guests count: an IPv4 address, or an IPv6 network. */
  constructor(context: ConnectionContext, address: string, peer: Peer) {
    this.address = address;
    this.#context = context;
    this.#peer = peer;
    context.places.enter(this);
    this.#cancelDeadline = context.clock.after(limits.authDeadlineMs, () => this.end('auth_deadline'));
  }

  get app(): App {
    return this.#context.app;
  }

  /** The signed-in state; undefined before. */
  get auth(): AuthenticatedSession | undefined {
    return this.#auth;
  }

  get user(): UserId | undefined {
    return this.#auth?.caller.user;
  }

  get phase(): Phase {
    if (this.#auth) return 'user';
    return this.#greeted ? 'guest' : 'greeting';
  }

  /** Whether it has ended, or its socket is closed. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Both sides have agreed on a version. */
  greet(): void {
    this.#greeted = true;
  }

  /**
   * Signs the connection in. `fresh`: its session was created just now, with a password, for this connection; if the account is full it
   * replaces the oldest connection, so that a stolen token cannot lock the owner out. Refused with `too_many_connections`.
   */
  signIn(caller: Caller, fresh: boolean): Result<void, Refusal> {
    const { app, places, log } = this.#context;
    if (!this.#hasEnded && places.signIn(this, caller.user, fresh)) {
      this.#stopDeadline();
      const watched = app.watchSession(caller, this);
      this.#auth = { caller, sender: app.changeSender(caller), following: undefined, watched };
      return ok(undefined);
    }
    // The token of a new session was never delivered, so nobody else could end it.
    const ending = fresh ? app.endSession(caller, caller.session) : undefined;
    ending?.catch((thrown: unknown) => log.warn('session not ended', { reason: String(thrown) }));
    app.limitHit('connections', caller.user);
    return err({ code: 'too_many_connections', retryAfterMs: noPlaceRetryMs });
  }

  /** Follows the rooms of its user; events go to the peer. A second call returns the same. */
  follow(auth: AuthenticatedSession): Following {
    auth.following ??= this.app.follow(auth.caller, this.#peer);
    return auth.following;
  }

  /** Ends its own session; the connection stays open, so that the client can be answered. If this throws, nothing has changed. */
  async logOut(auth: AuthenticatedSession): Promise<void> {
    auth.watched.stop();
    try {
      // A session that has ended in the meantime is what was asked for.
      await this.app.endSession(auth.caller, auth.caller.session);
    } catch (thrown) {
      if (!this.#hasEnded) auth.watched = this.app.watchSession(auth.caller, this);
      throw thrown;
    }
    auth.following?.stop(true);
    auth.following = undefined;
  }

  /** Deletes the account; the connection stays open, so that the client can be answered. */
  async deleteAccount(auth: AuthenticatedSession, password: string): AsyncResult<void> {
    auth.watched.stop();
    let deleted: Result<void, Refusal> | undefined;
    try {
      deleted = await this.app.deleteAccount(auth.caller, password);
      return deleted;
    } finally {
      if (!deleted?.ok && !this.#hasEnded) auth.watched = this.app.watchSession(auth.caller, this);
    }
  }

  /**
   * Pays for a request; refused with `slow_down`. The first requests of a guest are free, because connections are limited by address:
   * otherwise an office behind one address would spend its budget on greetings.
   */
  async spend(cost: number): AsyncResult<void> {
    if (!this.#auth && ++this.#guestRequests <= freeGuestRequests) return ok(undefined);
    return await this.app.spend('request', this.user ?? this.address, cost);
  }

  /** Counts a malformed request, and ends the connection if there are `limits.badFrames` within `limits.badFramesMs`. */
  countMalformed(): void {
    const nowMs = this.#context.clock.monotonicMs();
    this.#malformedMs = [...this.#malformedMs.filter((atMs) => atMs + limits.badFramesMs > nowMs), nowMs];
    if (this.#malformedMs.length >= limits.badFrames) this.end('bad_frames');
  }

  /** The refusal for a request that threw, which means a bug or a failing disk. The reason is logged. */
  explain(thrown: unknown): Refusal {
    const failed =
      typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'storage_failed';
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    this.#context.log.error(failed ? 'storage failed' : 'a request failed', { reason });
    return { code: failed ? 'storage_failed' : 'internal', retryAfterMs: 1000 };
  }

  /** The rooms can no longer be followed: the client reconnects. */
  feedFailed(thrown: unknown): void {
    this.#context.log.error('a feed failed', { reason: String(thrown) });
    this.end('going_away');
  }

  sessionEnded(why: 'account_deleted' | 'session_ended' = 'session_ended'): void {
    this.end(why);
  }

  /** Ends the connection and tells its peer the reason. Nothing more is sent or handled; a second call does nothing. */
  end(reason: CloseName): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#stopDeadline();
    this.#unfollow();
    this.#peer.close(reason);
  }

  /** The socket has closed: frees its place. Called once, whichever side closed it. */
  closed(): void {
    this.#hasEnded = true;
    this.#stopDeadline();
    this.#auth?.watched.stop();
    this.#unfollow();
    this.#context.places.leave(this);
  }

  #stopDeadline(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
  }

  #unfollow(): void {
    this.#auth?.following?.stop(false);
    if (this.#auth) this.#auth.following = undefined;
  }
}
