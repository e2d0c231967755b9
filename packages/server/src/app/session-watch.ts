import type { SessionId } from '@securechat/protocol/ids';
import type { Subscription } from '../ports/bus.ts';
import type { StoredSession } from '../ports/store.ts';
import { endSession, touch } from './accounts.ts';
import type { Caller, Context } from './context.ts';
import { StaggeredInterval } from './staggered-interval.ts';

/** How often the session of an open socket is checked for its age. */
const watchMs = 30_000;

/** How often the store is polled for ended sessions: an operator's command must take effect within a second. */
const pollMs = 250;
/** Ended sessions that are remembered, for sockets that were being signed in at that moment. */
const maxRecentlyEnded = 1000;

/** The socket of a session. */
export type SessionOwner = { sessionEnded(why?: 'account_deleted'): void };

/** A session under watch. */
export class Watched {
  readonly caller: Caller;
  readonly owner: SessionOwner;
  readonly #watch: SessionWatch;

  constructor(caller: Caller, owner: SessionOwner, watch: SessionWatch) {
    this.caller = caller;
    this.owner = owner;
    this.#watch = watch;
  }

  /** Stops watching it. */
  stop(): void {
    this.#watch.unwatch(this);
  }
}

/**
 * Notifies sockets when their session ends: by log-out, revocation or age, or by an operator's command in another process. An open socket
 * counts as use of its session.
 */
export class SessionWatch {
  readonly #ctx: Context;
  readonly #bySession = new Map<SessionId, Watched | Set<Watched>>();
  readonly #interval: StaggeredInterval<Watched>;
  readonly #subscription: Subscription;
  /** The mark up to which ended sessions have been read. */
  #upTo: Promise<number>;
  readonly #recentlyEnded = new Set<SessionId>();
  /** Sessions that are due to be checked. */
  readonly #due: Watched[] = [];
  #cancelPoll: (() => void) | undefined;
  #pollFails = false;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#upTo = this.#firstMark();
    this.#interval = new StaggeredInterval(ctx.clock, watchMs, (watched) => this.#tick(watched));
    this.#subscription = ctx.bus.subscribe('sessions', (message) => {
      if (message.kind !== 'sessions-ended') return;
      for (const session of message.sessions) {
        this.#ended(session, message.accountDeleted && 'account_deleted');
      }
    });
  }

  /** Watches a session from now on. Its owner is notified at most once. */
  watch(caller: Caller, owner: SessionOwner): Watched {
    const watched = new Watched(caller, owner, this);
    const others = this.#of(caller.session);
    // There is nearly always one, and a set for each would take a quarter of a kilobyte.
    this.#bySession.set(caller.session, others.length === 0 ? watched : new Set([...others, watched]));
    this.#interval.add(watched);
    if (!this.#cancelPoll) this.#pollLater();
    // It ended after its token was read and before the watch started.
    if (this.#recentlyEnded.has(caller.session)) void this.#endedElsewhere(caller.session);
    return watched;
  }

  /** Whether a socket is logged in with this session. */
  has(session: SessionId): boolean {
    return this.#bySession.has(session);
  }

  /** Stops watching it. */
  unwatch(watched: Watched): void {
    const { session } = watched.caller;
    const others = this.#of(session).filter((other) => other !== watched);
    if (others.length === 0) this.#bySession.delete(session);
    else this.#bySession.set(session, new Set(others));
    this.#interval.delete(watched);
    if (this.#bySession.size > 0) return;
    this.#cancelPoll?.();
    this.#cancelPoll = undefined;
  }

  /** Unsubscribes from the bus and stops all watches. */
  stop(): void {
    this.#subscription.close();
    for (const session of [...this.#bySession.keys()]) for (const watched of this.#of(session)) this.unwatch(watched);
  }

  #of(session: SessionId): readonly Watched[] {
    const found = this.#bySession.get(session);
    if (!found) return [];
    return found instanceof Watched ? [found] : [...found];
  }

  /** Sessions that ended before this mark are ignored. */
  async #firstMark(): Promise<number> {
    try {
      return (await this.#ctx.store.endedSessions()).upTo;
    } catch (thrown) {
      this.#ctx.log.warn('ended sessions not read', { reason: String(thrown) });
      return 0;
    }
  }

  #pollLater(): void {
    const cancel = this.#ctx.clock.after(pollMs, () => {
      void this.#poll().finally(() => {
        // Watching may have stopped, or started again, during the read.
        if (this.#cancelPoll === cancel) this.#pollLater();
      });
    });
    this.#cancelPoll = cancel;
  }

  async #poll(): Promise<void> {
    try {
      const { upTo, sessions } = await this.#ctx.store.endedSessions(await this.#upTo);
      this.#upTo = Promise.resolve(upTo);
      this.#pollFails = false;
      for (const session of sessions) await this.#endedElsewhere(session);
    } catch (thrown) {
      if (!this.#pollFails) this.#ctx.log.warn('ended sessions not read', { reason: String(thrown) });
      this.#pollFails = true;
    }
  }

  /** A session has ended, and it is not known why. */
  async #endedElsewhere(session: SessionId): Promise<void> {
    const [watched] = this.#of(session);
    try {
      const account = watched && (await this.#ctx.store.account(watched.caller.user));
      this.#ended(session, account?.deletedMs === undefined ? undefined : 'account_deleted');
    } catch {
      this.#ended(session);
    }
  }

  #ended(session: SessionId, why?: 'account_deleted'): void {
    this.#recentlyEnded.add(session);
    const [oldest] = this.#recentlyEnded;
    if (oldest !== undefined && this.#recentlyEnded.size > maxRecentlyEnded) this.#recentlyEnded.delete(oldest);
    for (const watched of this.#of(session)) {
      this.unwatch(watched);
      watched.owner.sessionEnded(why);
    }
  }

  /** Sessions that are due at the same moment are read in one query. */
  #tick(watched: Watched): void {
    this.#due.push(watched);
    if (this.#due.length === 1) queueMicrotask(() => void this.#recheck(this.#due.splice(0)));
  }

  async #recheck(due: readonly Watched[]): Promise<void> {
    const failed = (thrown: unknown) => this.#ctx.log.warn('session not looked at', { reason: String(thrown) });
    try {
      const active = await this.#ctx.store.activeSessions([...new Set(due.map(({ caller }) => caller.session))]);
      for (const watched of due) this.#judge(watched, active.get(watched.caller.session)).catch(failed);
    } catch (thrown) {
      failed(thrown);
    }
  }

  async #judge(watched: Watched, session: StoredSession | undefined): Promise<void> {
    const { time, settings } = this.#ctx;
    const { user, session: id } = watched.caller;
    if (!this.#of(id).includes(watched)) return;
    if (session && session.createdMs + settings.lifetimes.absoluteMs > time.earliestMs()) {
      await touch(this.#ctx, session);
      return;
    }
    // Ends the socket first: its session has expired, whether the disk can be written or not.
    this.unwatch(watched);
    watched.owner.sessionEnded();
    await endSession(this.#ctx, user, id);
  }
}
