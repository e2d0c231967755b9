import type { RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { MemberSummary, RoomSummary, SessionSummary } from '@securechat/protocol/model';
import type { Budget } from '../ports/limiter.ts';
import { endSession, listSessions, logIn, resume, type SignedIn, signUp, spend, touch } from './accounts.ts';
import { createSpeaker, type Page, readHistory, type Speaker } from './chat.ts';
import type { Caller, Context, Outcome } from './context.ts';
import type { Feed } from './feed.ts';
import { Hub, type Listener } from './hub.ts';
import { type RoomNow, withOnline } from './online.ts';
import { Presence } from './presence.ts';
import type { Start } from './reader.ts';
import { createRoom, joinRoom, leaveRoom, listMembers, removeMember } from './rooms.ts';

/** Following: one connection's feed of all its user's rooms. */
export type Following = {
  /** Sends what was missed, then everything that happens; resolves with the rooms once the first is done. */
  start(start: Start): Promise<RoomNow[]>;
  readonly feed: Feed;
  /** Ends it; `forGood` when the user logged out. */
  stop(forGood: boolean): void;
};

/** Every use case, bound to its ports. Speaks no frames: any gateway may call it. */
export interface App {
  readonly generation: string;
  readonly signupPolicy: Context['settings']['signup'];
  readonly passwordMin: number;
  spend(budget: Budget, key: string, cost?: number): Outcome<void>;
  signUp(ask: Parameters<typeof signUp>[1]): Outcome<SignedIn>;
  logIn(ask: Parameters<typeof logIn>[1]): Outcome<SignedIn>;
  resume(token: string): Outcome<SignedIn>;
  listSessions(caller: Caller): Promise<SessionSummary[]>;
  endSession(caller: Caller, session: SessionId): Outcome<void>;
  /** Calls back once when the session ends: by log-out, revocation, or age. The returned function stops watching. */
  watchSession(caller: Caller, ended: () => void): () => void;
  createRoom(caller: Caller, ask: { room: string; topic?: string | undefined }): Outcome<RoomSummary>;
  joinRoom(caller: Caller, room: string): Outcome<RoomSummary>;
  leaveRoom(caller: Caller, room: RoomId): Outcome<void>;
  removeMember(caller: Caller, room: RoomId, user: UserId): Outcome<void>;
  listRooms(caller: Caller): Promise<readonly RoomSummary[]>;
  listMembers(caller: Caller, room: RoomId): Outcome<MemberSummary[]>;
  speaker(caller: Caller): Speaker;
  readHistory(caller: Caller, ask: Parameters<typeof readHistory>[2]): Outcome<Page>;
  /** Tells the other members of a room the user follows; of any other room, nothing. */
  setTyping(caller: Caller, following: Following | undefined, room: RoomId, on: boolean): void;
  follow(caller: Caller, listener: Listener): Following;
  stop(): void;
}

/** How often a live socket's session is looked at again: an operator's command in another process may have ended it. */
const watchMs = 30_000;

/** Binds the use cases to their ports. */
export function createApp(ctx: Context): App {
  const hub = new Hub(ctx);
  const presence = new Presence(ctx);
  return {
    generation: ctx.store.generation,
    signupPolicy: ctx.settings.signup,
    passwordMin: ctx.settings.passwordMin,
    spend: (budget, key, cost) => spend(ctx, budget, key, cost),
    signUp: (ask) => signUp(ctx, ask),
    logIn: (ask) => logIn(ctx, ask),
    resume: (token) => resume(ctx, token),
    listSessions: (caller) => listSessions(ctx, caller),
    endSession: (caller, session) => endSession(ctx, caller.user, session),
    watchSession: (caller, ended) => watchSession(ctx, hub, caller, ended),
    createRoom: (caller, ask) => createRoom(ctx, caller, ask),
    joinRoom: (caller, room) => joinRoom(ctx, caller, room),
    leaveRoom: (caller, room) => leaveRoom(ctx, caller, room),
    removeMember: (caller, room, user) => removeMember(ctx, caller, room, user),
    listRooms: (caller) => ctx.store.rooms(caller.user),
    listMembers: (caller, room) => listMembers(ctx, presence, caller, room),
    speaker: (caller) => createSpeaker(ctx, caller),
    readHistory: (caller, ask) => readHistory(ctx, caller, ask),
    setTyping: (caller, following, room, on) => {
      if (following?.feed.rooms.has(room)) ctx.bus.publish({ kind: 'typing', room, user: caller.user, on });
    },
    follow: (caller, listener) => follow(ctx, hub, presence, caller, listener),
    stop: () => {
      presence.stop();
      hub.stop();
    },
  };
}

function follow(ctx: Context, hub: Hub, presence: Presence, caller: Caller, listener: Listener): Following {
  const { feed, stop } = hub.attach(caller.user, listener);
  presence.came(caller.user);
  return {
    feed,
    start: async (start) => {
      const rooms = await feed.start(start);
      return await withOnline(rooms, {
        members: (room) => ctx.store.members(room),
        isOnline: (user) => presence.isOnline(user),
        ready: () => listener.ready(),
      });
    },
    stop: (forGood) => {
      stop();
      presence.went(caller.user, forGood);
    },
  };
}

/** A socket that lives on counts as use; its session still ends at its absolute age, or when its account is disabled by another process. */
function watchSession(ctx: Context, hub: Hub, caller: Caller, ended: () => void): () => void {
  let watched = true;
  let cancel = () => {};
  const unwatchHub = hub.watch(caller.session, ended);
  const unwatch = () => {
    watched = false;
    cancel();
    unwatchHub();
  };
  const look = async () => {
    const session = (await ctx.store.sessions(caller.user)).find((s) => s.id === caller.session);
    const nowMs = ctx.clock.nowMs();
    if (!watched) return;
    if (session && session.createdMs + ctx.settings.lifetimes.absoluteMs > nowMs) {
      return await touch(ctx, session, nowMs);
    }
    // The socket first: its time has come, whether the disk can be written or not.
    unwatch();
    ended();
    await endSession(ctx, caller.user, caller.session);
  };
  const watch = () => {
    cancel = ctx.clock.after(watchMs, () => {
      const looking = look().catch((thrown: unknown) =>
        ctx.log.warn('session not looked at', { reason: String(thrown) }),
      );
      void looking.finally(() => {
        if (watched) watch();
      });
    });
  };
  watch();
  return unwatch;
}
