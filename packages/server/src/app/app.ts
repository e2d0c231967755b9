import type { RoomId, SessionId, UserId } from '@securechat/protocol/ids';
import type { MemberSummary, RoomSummary, SessionSummary } from '@securechat/protocol/model';
import type { Budget } from '../ports/limiter.ts';
import { changePassword, endSession, listSessions, logIn, resume, type SignedIn, signUp, spend } from './accounts.ts';
import { ChangeSender } from './changes.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { Following } from './following.ts';
import { type Page, readHistory } from './history.ts';
import { Hub, type Listener } from './hub.ts';
import { Presence } from './presence.ts';
import {
  createRoom,
  findRoom,
  joinRoom,
  type ListPage,
  leaveRoom,
  listMembers,
  listRooms,
  removeMember,
  renameRoom,
  setTopic,
} from './rooms.ts';
import { type FoundPage, searchRoom } from './search.ts';
import { type SessionOwner, SessionWatch, type Watched } from './session-watch.ts';

/** Every use case, bound to its ports. Knows no frames: any gateway may call it. */
export interface App {
  readonly generation: string;
  readonly signupPolicy: Context['settings']['signup'];
  readonly passwordMin: number;
  spend(budget: Budget, key: string, cost?: number): AsyncResult<void>;
  /** Logs that a limit of the gateway was hit, with the key that it counts by. */
  limitHit(limit: string, key: string): void;
  signUp(ask: Parameters<typeof signUp>[1]): AsyncResult<SignedIn>;
  /** If the account has its maximum of sessions, the least recently used one ends. */
  logIn(ask: Parameters<typeof logIn>[1]): AsyncResult<SignedIn>;
  resume(token: string, address?: string): AsyncResult<SignedIn>;
  changePassword(caller: Caller, ask: Parameters<typeof changePassword>[2]): AsyncResult<void>;
  listSessions(caller: Caller): Promise<SessionSummary[]>;
  endSession(caller: Caller, session: SessionId): AsyncResult<void>;
  /** Notifies the owner once when the session ends: by log-out, revocation or age. */
  watchSession(caller: Caller, owner: SessionOwner): Watched;
  createRoom(caller: Caller, ask: { name: string; topic?: string | undefined }): AsyncResult<RoomSummary>;
  findRoom(caller: Caller, name: string): AsyncResult<RoomSummary>;
  joinRoom(caller: Caller, name: string): AsyncResult<RoomSummary>;
  leaveRoom(caller: Caller, room: RoomId): AsyncResult<void>;
  removeMember(caller: Caller, room: RoomId, user: UserId): AsyncResult<void>;
  renameRoom(caller: Caller, room: RoomId, name: string): AsyncResult<void>;
  setTopic(caller: Caller, room: RoomId, topic: string): AsyncResult<void>;
  listRooms(caller: Caller, ask: Parameters<typeof listRooms>[2]): Promise<ListPage<RoomSummary>>;
  listMembers(caller: Caller, ask: Parameters<typeof listMembers>[3]): AsyncResult<ListPage<MemberSummary>>;
  changeSender(caller: Caller): ChangeSender;
  readHistory(caller: Caller, ask: Parameters<typeof readHistory>[2]): AsyncResult<Page>;
  searchRoom(caller: Caller, ask: Parameters<typeof searchRoom>[2]): AsyncResult<FoundPage>;
  /** Notifies the other members of a room that the user follows; does nothing for any other room. */
  setTyping(caller: Caller, following: Following | undefined, room: RoomId, on: boolean): void;
  follow(caller: Caller, listener: Listener): Following;
  stop(): void;
}

/** Binds the use cases to their ports. */
export function createApp(ctx: Context): App {
  const hub = new Hub(ctx);
  const presence = new Presence(ctx);
  const watch = new SessionWatch(ctx);
  return {
    generation: ctx.store.generation,
    signupPolicy: ctx.settings.signup,
    passwordMin: ctx.settings.passwordMin,
    spend: (budget, key, cost) => spend(ctx, budget, key, cost),
    limitHit: (limit, key) => ctx.limitLog.hit(limit, key),
    signUp: (ask) => signUp(ctx, ask),
    logIn: (ask) => logIn(ctx, ask, (session) => watch.has(session)),
    resume: (token, address) => resume(ctx, token, address),
    changePassword: (caller, ask) => changePassword(ctx, caller, ask),
    listSessions: (caller) => listSessions(ctx, caller),
    endSession: (caller, session) => endSession(ctx, caller.user, session),
    watchSession: (caller, owner) => watch.watch(caller, owner),
    createRoom: (caller, ask) => createRoom(ctx, caller, ask),
    findRoom: (caller, name) => findRoom(ctx, caller, name),
    joinRoom: (caller, room) => joinRoom(ctx, caller, room),
    leaveRoom: (caller, room) => leaveRoom(ctx, caller, room),
    removeMember: (caller, room, user) => removeMember(ctx, caller, room, user),
    renameRoom: (caller, room, name) => renameRoom(ctx, caller, room, name),
    setTopic: (caller, room, topic) => setTopic(ctx, caller, room, topic),
    listRooms: (caller, ask) => listRooms(ctx, caller, ask),
    listMembers: (caller, ask) => listMembers(ctx, presence, caller, ask),
    changeSender: (caller) => new ChangeSender(ctx, caller),
    readHistory: (caller, ask) => readHistory(ctx, caller, ask),
    searchRoom: (caller, ask) => searchRoom(ctx, caller, ask),
    setTyping: (caller, following, room, on) => {
      if (following?.follows(room)) ctx.bus.publish({ kind: 'typing', room, user: caller.user, on });
    },
    follow: (caller, listener) => new Following({ ctx, hub, presence }, caller, listener),
    stop: () => {
      presence.stop();
      watch.stop();
      hub.stop();
    },
  };
}
