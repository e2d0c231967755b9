import type { RoomId } from '@securechat/protocol/ids';
import type { Caller, Context } from './context.ts';
import type { Hub, Listener } from './hub.ts';
import type { Presence } from './presence.ts';
import { toProfile } from './profiles.ts';
import type { StartPosition } from './reader.ts';
import { type RoomWithPresence, withOnline } from './rooms-with-presence.ts';

type Parts = { readonly ctx: Context; readonly hub: Hub; readonly presence: Presence };

/** One connection's subscription to all rooms of its user. */
export class Following {
  readonly #parts: Parts;
  readonly #caller: Caller;
  readonly #listener: Listener;
  readonly #feed: ReturnType<Hub['attach']>;
  /** Names this connection on the bus. */
  readonly origin: string;
  #at: 'beginning' | 'here' | 'gone' = 'beginning';
  #isIdle = false;

  constructor(parts: Parts, caller: Caller, listener: Listener) {
    this.#parts = parts;
    this.#caller = caller;
    this.#listener = listener;
    this.origin = parts.ctx.ids.eventId();
    this.#feed = parts.hub.attach(caller.user, listener);
  }

  /**
   * Sends what was missed, then everything that happens; with `stateVer`, first what the user keeps above it, and its changes. Resolves
   * with the rooms once what was missed has been sent.
   */
  async start(start: StartPosition, stateVer?: number): Promise<RoomWithPresence[]> {
    if (stateVer !== undefined) await this.#feed.startState(stateVer, this.origin);
    const { ctx, hub, presence } = this.#parts;
    const { user } = this.#caller;
    if (this.#at === 'beginning') await this.#readProfile();
    let list = await this.#feed.start(start);
    if (this.#at === 'beginning') {
      this.#at = 'here';
      await presence.deviceConnected(user, list.rooms, hub.isHidden(user));
      if (this.#isIdle) presence.deviceIdle(user, true);
    }
    for (;;) {
      const described = await withOnline(list.rooms, {
        members: async (room) => (await ctx.store.members(room)).map((member) => member.user),
        online: async (users) => (hub.isHidden(user) ? [] : await presence.online(users)),
        ready: () => this.#listener.ready(),
      });
      // The reader drops every room that the reply lacks, even one that was joined and sent to it while presence was read.
      if (!this.#feed.hasChangedSince(list)) return described;
      list = await this.#feed.listRooms();
    }
  }

  /** Whether its user follows the room. */
  follows(room: RoomId): boolean {
    return this.#feed.follows(room);
  }

  /** Nobody uses the device of this connection any more, or somebody does again. */
  setIdle(idle: boolean): void {
    if (this.#isIdle === idle) return;
    this.#isIdle = idle;
    if (this.#at === 'here') this.#parts.presence.deviceIdle(this.#caller.user, idle);
  }

  /** Before anything is sent, because a hidden user is not told who is online. */
  async #readProfile(): Promise<void> {
    const { user } = this.#caller;
    const account = await this.#parts.ctx.store.account(user);
    if (!account || this.#at === 'gone') return;
    const { profile: stored } = account;
    this.#parts.hub.setHidden(user, stored.hidden);
    this.#listener.onEphemeral({
      kind: 'own-profile',
      user,
      profile: toProfile(user, stored, false),
      hidden: stored.hidden,
    });
  }

  /** Stops following; `forGood` if the user logged out. */
  stop(forGood: boolean): void {
    const wasHere = this.#at === 'here';
    if (this.#at === 'gone') return;
    this.#at = 'gone';
    this.#feed.state?.stop();
    this.#parts.hub.detach(this.#feed);
    if (!wasHere) return;
    this.#parts.presence.deviceDisconnected(this.#caller.user, { forGood, wasIdle: this.#isIdle });
  }
}
