import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import type { Context } from './context.ts';

/** From a comparison to the next read. With `settleMs`, a lost event is repaired at most 2 s after it was stored. */
export const compareHeadsMs = 1500;
/** From the read to the comparison: messages that were on the bus during the read arrive within it and do not count as lost. */
const settleMs = 250;
/** Users whose memberships are counted at once, which takes SQLite 8 ms. If more are connected they take turns. */
const maxUsersPerLook = 2000;

/** What the connections of this process follow. */
export interface Followed {
  rooms(): readonly RoomId[];
  users(): readonly UserId[];
  /**
   * Receives the newest seq of each room and, for some of the users, the number of their rooms and the `ver` of what they keep; and the rooms
   * that do not exist any more.
   */
  compare(
    heads: ReadonlyMap<RoomId, Seq>,
    membershipCounts: ReadonlyMap<UserId, number>,
    stateVers: ReadonlyMap<UserId, number>,
    deleted: readonly RoomId[],
  ): void;
}

/**
 * Compares what the bus has delivered with the store, for all connections at once: on a timer, and whenever the bus reconnects. A feed
 * notices a dropped event by the next one; without a next one it is noticed here, and so is a dropped join.
 */
export class HeadWatch {
  readonly #ctx: Pick<Context, 'bus' | 'clock' | 'log' | 'store'>;
  readonly #followed: Followed;
  readonly #stopReconnect: () => void;
  /** A new object for each run. */
  #running: object | undefined;
  #cancelSleep = () => {};
  #failing = false;
  /** The index among the users at which the next look begins. */
  #firstUser = 0;

  constructor(ctx: Pick<Context, 'bus' | 'clock' | 'log' | 'store'>, followed: Followed) {
    this.#ctx = ctx;
    this.#followed = followed;
    this.#stopReconnect = ctx.bus.onReconnect(() => void this.#look());
  }

  /** Compares until `pause` is called. */
  run(): void {
    if (this.#running) return;
    this.#running = {};
    void this.#repeat(this.#running);
  }

  /** Stops comparing until `run` is called. */
  pause(): void {
    this.#running = undefined;
    this.#cancelSleep();
  }

  /** Stops comparing for good. */
  stop(): void {
    this.pause();
    this.#stopReconnect();
  }

  async #repeat(running: object): Promise<void> {
    while (this.#running === running) {
      await this.#sleep(compareHeadsMs);
      await this.#look(() => this.#sleep(settleMs));
    }
  }

  /** Resolves after `ms`; never if it is cancelled. */
  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#cancelSleep = this.#ctx.clock.after(ms, resolve);
    });
  }

  /** Logs a failure once; the next look tries again. */
  async #look(settle?: () => Promise<void>): Promise<void> {
    const { log, store } = this.#ctx;
    const running = this.#running;
    try {
      const rooms = this.#followed.rooms();
      const heads = await store.heads(rooms);
      const users = this.#nextUsers();
      const counts = await store.membershipCounts(users);
      const vers = await store.stateVers(users);
      if (this.#running !== running) return;
      await settle?.();
      const memberships = new Map(users.map((user) => [user, counts.get(user) ?? 0]));
      const deleted = rooms.filter((room) => !heads.has(room));
      this.#followed.compare(heads, memberships, vers, deleted);
      this.#failing = false;
    } catch (thrown) {
      if (!this.#failing) log.warn('heads not compared', { reason: String(thrown) });
      this.#failing = true;
    }
  }
  #nextUsers(): readonly UserId[] {
    const users = this.#followed.users();
    if (this.#firstUser >= users.length || users.length <= maxUsersPerLook) this.#firstUser = 0;
    const next = users.slice(this.#firstUser, this.#firstUser + maxUsersPerLook);
    this.#firstUser += next.length;
    return next;
  }
}
