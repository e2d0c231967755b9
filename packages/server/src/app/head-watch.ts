import type { RoomId, Seq, UserId } from '@securechat/protocol/ids';
import type { Context } from './context.ts';

/** Between a comparison and the next read. With `settleMs`: an event is repaired 2 s after it was stored at the latest. */
export const compareHeadsMs = 1500;
/** Between read and comparison: messages that were on the bus during the read have arrived by then, and are not taken for lost. */
const settleMs = 250;
/** Users whose memberships are counted in one look, which takes SQLite 8 ms. Where more are connected they take turns. */
const maxUsersPerLook = 2000;

/** What the connections of this process follow. */
export interface Followed {
  rooms(): readonly RoomId[];
  users(): readonly UserId[];
  /** Takes the newest seq of each room, and for some of the users the number of rooms that each is a member of. */
  compare(heads: ReadonlyMap<RoomId, Seq>, membershipCounts: ReadonlyMap<UserId, number>): void;
}

/**
 * Compares what the bus has delivered with the store, for all connections at once: on a timer, and whenever a lost connection to the bus is
 * back. A feed notices a dropped event by the next one; without a next one it is noticed here, and so is a dropped join.
 */
export class HeadWatch {
  readonly #ctx: Pick<Context, 'bus' | 'clock' | 'log' | 'store'>;
  readonly #followed: Followed;
  readonly #stopReconnect: () => void;
  /** Another object for each run. */
  #running: object | undefined;
  #cancelSleep = () => {};
  #failing = false;
  /** Where the next look begins among the users. */
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

  /** Compares no more until `run` is called. */
  pause(): void {
    this.#running = undefined;
    this.#cancelSleep();
  }

  /** Compares no more, at reconnections neither. */
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

  /** Resolves after `ms`; never when it is cancelled. */
  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#cancelSleep = this.#ctx.clock.after(ms, resolve);
    });
  }

  /** A failure is logged once, and the next look tries again. */
  async #look(settle?: () => Promise<void>): Promise<void> {
    const { log, store } = this.#ctx;
    const running = this.#running;
    try {
      const heads = await store.heads(this.#followed.rooms());
      const users = this.#nextUsers();
      const counts = await store.membershipCounts(users);
      if (this.#running !== running) return;
      await settle?.();
      this.#followed.compare(heads, new Map(users.map((user) => [user, counts.get(user) ?? 0])));
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
