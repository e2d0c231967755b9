import type { RoomId, UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomSummary } from '@securechat/protocol/model';
import type { Context } from './context.ts';

/** Whether the members of a room are told who comes and goes. */
export function tellsPresence({ members }: { readonly members: number }): boolean {
  return members <= limits.presenceMembers;
}

/**
 * Who is there. A user comes when the first of its devices follows its rooms, and goes when the last has been away for longer
 * than a grace, or logs out; so a reconnection does not flap.
 */
export class Presence {
  readonly #ctx: Pick<Context, 'bus' | 'clock' | 'store' | 'log' | 'settings'>;
  readonly #here = new Map<UserId, { devices: number; stopWaiting: (() => void) | undefined }>();
  /** What was last told of each user is told before what comes next. */
  readonly #announcements = new Map<UserId, Promise<void>>();

  constructor(ctx: Pick<Context, 'bus' | 'clock' | 'store' | 'log' | 'settings'>) {
    this.#ctx = ctx;
  }

  /** Whether the user counts as here, which includes the grace. */
  isOnline(user: UserId): boolean {
    return this.#here.has(user);
  }

  /** A device of the user has come, who is in these rooms. */
  deviceConnected(user: UserId, rooms: readonly RoomSummary[]): void {
    const known = this.#here.get(user);
    if (known) {
      known.devices++;
      known.stopWaiting?.();
      known.stopWaiting = undefined;
      return;
    }
    this.#here.set(user, { devices: 1, stopWaiting: undefined });
    this.#announce(user, true, async () => rooms.filter(tellsPresence).map(({ id }) => id));
  }

  /** A device of the user has gone; `forGood` when it logged out, which needs no grace. */
  deviceDisconnected(user: UserId, forGood: boolean): void {
    const known = this.#here.get(user);
    if (!known || --known.devices > 0) return;
    const gone = () => {
      this.#here.delete(user);
      this.#announce(user, false, async () => {
        const memberships = await this.#ctx.store.memberships(user);
        return memberships.filter(tellsPresence).map(({ room }) => room);
      });
    };
    if (forGood) gone();
    else known.stopWaiting = this.#ctx.clock.after(this.#ctx.settings.presenceGraceMs, gone);
  }

  /** Ends all waiting: the server stops. */
  stop(): void {
    for (const { stopWaiting } of this.#here.values()) stopWaiting?.();
    this.#here.clear();
  }

  #announce(user: UserId, online: boolean, where: () => Promise<readonly RoomId[]>): void {
    const at = this.#ctx.clock.nowMs();
    const before = this.#announcements.get(user) ?? Promise.resolve();
    const telling = before
      .then(async () => {
        for (const room of await where()) this.#ctx.bus.publish({ kind: 'presence', room, user, online, at });
      })
      .catch((thrown: unknown) => this.#ctx.log.warn('presence not told', { user, reason: String(thrown) }))
      .finally(() => {
        if (this.#announcements.get(user) === telling) this.#announcements.delete(user);
      });
    this.#announcements.set(user, telling);
  }
}
