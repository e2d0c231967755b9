import type { SessionId } from '@securechat/protocol/ids';
import { endSession, touch } from './accounts.ts';
import type { Caller, Context } from './context.ts';
import { Rounds } from './rounds.ts';

/** How often a live socket's session is looked at again: an operator's command in another process may have ended it. */
const watchMs = 30_000;

/** Whose session it is: a socket. */
export type SessionOwner = { sessionEnded(): void };

/** A session that is watched. */
export class Watched {
  readonly caller: Caller;
  readonly owner: SessionOwner;
  readonly #watch: SessionWatch;

  constructor(caller: Caller, owner: SessionOwner, watch: SessionWatch) {
    this.caller = caller;
    this.owner = owner;
    this.#watch = watch;
  }

  /** Watches it no more. */
  stop(): void {
    this.#watch.forget(this);
  }
}

/**
 * Tells sockets when their session ends: by log-out, revocation or age, or because its account was disabled by another process. A
 * socket that lives on counts as use of its session.
 */
export class SessionWatch {
  readonly #ctx: Context;
  readonly #bySession = new Map<SessionId, Watched | Set<Watched>>();
  readonly #rounds: Rounds<Watched>;
  readonly #deaf: () => void;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    this.#rounds = new Rounds(ctx.clock, watchMs, (watched) => this.#visit(watched));
    this.#deaf = ctx.bus.subscribe((tidings) => {
      if (tidings.kind === 'sessions-ended') for (const session of tidings.sessions) this.#ended(session);
    });
  }

  /** Watches a session from now on. Its owner is told at most once. */
  watch(caller: Caller, owner: SessionOwner): Watched {
    const watched = new Watched(caller, owner, this);
    const others = this.#of(caller.session);
    // Nearly always there is one, and a set for each would be a quarter of a kilobyte.
    this.#bySession.set(caller.session, others.length === 0 ? watched : new Set([...others, watched]));
    this.#rounds.add(watched);
    return watched;
  }

  /** Watches it no more. */
  forget(watched: Watched): void {
    const { session } = watched.caller;
    const others = this.#of(session).filter((other) => other !== watched);
    if (others.length === 0) this.#bySession.delete(session);
    else this.#bySession.set(session, new Set(others));
    this.#rounds.delete(watched);
  }

  /** Hears nothing more. */
  stop(): void {
    this.#deaf();
    for (const session of [...this.#bySession.keys()]) for (const watched of this.#of(session)) this.forget(watched);
  }

  #of(session: SessionId): readonly Watched[] {
    const found = this.#bySession.get(session);
    if (!found) return [];
    return found instanceof Watched ? [found] : [...found];
  }

  #ended(session: SessionId): void {
    for (const watched of this.#of(session)) {
      this.forget(watched);
      watched.owner.sessionEnded();
    }
  }

  #visit(watched: Watched): void {
    this.#look(watched).catch((thrown: unknown) =>
      this.#ctx.log.warn('session not looked at', { reason: String(thrown) }),
    );
  }

  async #look(watched: Watched): Promise<void> {
    const { store, clock, settings } = this.#ctx;
    const { user, session: id } = watched.caller;
    const session = (await store.sessions(user)).find((s) => s.id === id);
    const nowMs = clock.nowMs();
    if (!this.#of(id).includes(watched)) return;
    if (session && session.createdMs + settings.lifetimes.absoluteMs > nowMs) {
      await touch(this.#ctx, session, nowMs);
      return;
    }
    // The socket first: its time has come, whether the disk can be written or not.
    this.forget(watched);
    watched.owner.sessionEnded();
    await endSession(this.#ctx, user, id);
  }
}
