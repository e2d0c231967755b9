import type { RoomId, UserId } from '@securechat/protocol/ids';
import type { RoomSummary } from '@securechat/protocol/model';
import { presenceLeaseMs } from '../ports/presence-store.ts';
import type { Context } from './context.ts';
import { announceProfile, tellsPresence } from './profiles.ts';

/** How often the lease on this process's users is renewed: two renewals may fail before others consider it dead. */
const renewMs = presenceLeaseMs / 3;

/** `idle`: how many of the devices nobody uses. `hidden`: the user is in no presence store, and not announced. */
type Here = { devices: number; idle: number; hidden: boolean; stopWaiting: (() => void) | undefined };
type Parts = Pick<Context, 'bus' | 'clock' | 'store' | 'log' | 'settings' | 'presence'>;

/**
 * Announces who is online. A user comes online when the first of its devices follows its rooms, and goes offline when the last has been
 * away for longer than a grace period, or logs out, so a reconnection does not flap. The devices of this process are counted here;
 * connections to other processes are in the presence store.
 */
export class Presence {
  readonly #ctx: Parts;
  /** Users with a device in this process, including those in their grace period. */
  readonly #here = new Map<UserId, Here>();
  /** The last step of each user: changes are stored and announced in the order in which they happened. */
  readonly #steps = new Map<UserId, Promise<void>>();
  #cancelRenewal: (() => void) | undefined;

  constructor(ctx: Parts) {
    this.#ctx = ctx;
  }

  /** Those of the users who are online, in the order given, including those in their grace period. */
  online(users: readonly UserId[]): Promise<readonly UserId[]> {
    return this.#ctx.presence.online(users);
  }

  /** Those of the users who are online and whose devices are all idle. */
  idle(users: readonly UserId[]): Promise<readonly UserId[]> {
    return this.#ctx.presence.idle(users);
  }

  /** A device of the user, who is in these rooms, has connected. Resolves when the user counts as online; never rejects. */
  async deviceConnected(user: UserId, rooms: readonly RoomSummary[], hidden = false): Promise<void> {
    const known = this.#here.get(user);
    if (known) {
      known.devices++;
      known.stopWaiting?.();
      known.stopWaiting = undefined;
      this.#updateIdle(user);
      return;
    }
    this.#here.set(user, { devices: 1, idle: 0, hidden, stopWaiting: undefined });
    if (!this.#cancelRenewal) this.#renewLater();
    if (hidden) return;
    await this.#inOrder(user, async (atMs) => {
      if (await this.#ctx.presence.connected(user)) this.#announce(user, true, atMs, rooms);
    });
  }

  /** Nobody uses a connected device of the user any more, or somebody does again. */
  deviceIdle(user: UserId, idle: boolean): void {
    const known = this.#here.get(user);
    if (!known) return;
    known.idle += idle ? 1 : -1;
    this.#updateIdle(user);
  }

  /** The user has become hidden, which looks like going offline, or no longer is. */
  setHidden(user: UserId, hidden: boolean): void {
    const known = this.#here.get(user);
    if (!known || known.hidden === hidden) return;
    known.hidden = hidden;
    void this.#inOrder(user, async (atMs) => {
      const { presence } = this.#ctx;
      const changed = hidden ? await presence.disconnected(user) : await presence.connected(user);
      if (changed) await this.#announceEverywhere(user, !hidden, atMs);
    });
    this.#updateIdle(user);
  }

  /** A device of the user has disconnected; `forGood` if it logged out, which ends the grace period. */
  deviceDisconnected(user: UserId, { forGood, wasIdle = false }: { forGood: boolean; wasIdle?: boolean }): void {
    const known = this.#here.get(user);
    if (!known) return;
    known.devices--;
    if (wasIdle) known.idle--;
    if (known.devices > 0) this.#updateIdle(user);
    else if (forGood) this.#gone(user);
    else known.stopWaiting = this.#ctx.clock.after(this.#ctx.settings.presenceGraceMs, () => this.#gone(user));
  }

  /** Stops all timers when the server stops. Its users stay online until they connect to another process, or its lease ends. */
  stop(): void {
    this.#stopRenewal();
    for (const { stopWaiting } of this.#here.values()) stopWaiting?.();
    this.#here.clear();
  }

  /** Where all devices of the user are idle, the user is away. */
  #updateIdle(user: UserId): void {
    void this.#inOrder(user, async () => {
      const known = this.#here.get(user);
      if (!known || known.hidden) return;
      const changed = await this.#ctx.presence.setIdle(user, known.devices > 0 && known.idle === known.devices);
      if (changed) await announceProfile(this.#ctx, user);
    });
  }

  #gone(user: UserId): void {
    this.#here.delete(user);
    if (this.#here.size === 0) this.#stopRenewal();
    void this.#inOrder(user, async (atMs) => {
      if (await this.#ctx.presence.disconnected(user)) await this.#announceEverywhere(user, false, atMs);
      await this.#ctx.store.recordSeen(user, atMs);
    });
  }

  #renewLater(): void {
    this.#cancelRenewal = this.#ctx.clock.after(renewMs, () => {
      this.#renewLater();
      void this.#renew();
    });
  }

  #stopRenewal(): void {
    this.#cancelRenewal?.();
    this.#cancelRenewal = undefined;
  }

  /** One at a time, because a process that died may have had thousands of users. */
  async #renew(): Promise<void> {
    const { online, offline } = await this.#ctx.presence.renew();
    for (const user of online) await this.#inOrder(user, (atMs) => this.#announceEverywhere(user, true, atMs));
    for (const user of offline) {
      await this.#inOrder(user, async (atMs) => {
        // The user has reconnected, to this process, after its lease had ended.
        if (!this.#here.has(user)) await this.#announceEverywhere(user, false, atMs);
      });
    }
  }

  /** Runs a step after the user's earlier ones, with the time of this call. Never rejects. */
  #inOrder(user: UserId, step: (atMs: number) => Promise<void>): Promise<void> {
    const atMs = this.#ctx.clock.nowMs();
    const before = this.#steps.get(user) ?? Promise.resolve();
    const taken = before
      .then(() => step(atMs))
      .catch((thrown: unknown) => this.#ctx.log.warn('presence not told', { user, reason: String(thrown) }))
      .finally(() => {
        if (this.#steps.get(user) === taken) this.#steps.delete(user);
      });
    this.#steps.set(user, taken);
    return taken;
  }

  async #announceEverywhere(user: UserId, online: boolean, atMs: number): Promise<void> {
    const memberships = await this.#ctx.store.memberships(user);
    this.#announce(
      user,
      online,
      atMs,
      memberships.map(({ room, members }) => ({ id: room, members })),
    );
  }

  #announce(
    user: UserId,
    online: boolean,
    at: number,
    rooms: readonly { readonly id: RoomId; readonly members: number }[],
  ): void {
    for (const { id: room } of rooms.filter(tellsPresence)) {
      this.#ctx.bus.publish({ kind: 'presence', room, user, online, at });
    }
  }
}
