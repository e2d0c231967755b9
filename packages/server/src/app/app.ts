import type { RoomId, SessionId } from '@securechat/protocol/ids';
import type { BanSummary, Invitation, MemberSummary, RoomSummary } from '@securechat/protocol/model';
import type { PersonSummary, SessionSummary } from '@securechat/protocol/people';
import type { StateEntry } from '@securechat/protocol/user-state';
import type { Budget } from '../ports/limiter.ts';
import { endSession, listSessions, logIn, resume, type SignedIn, type SignedUp, signUp, spend } from './accounts.ts';
import { ChangeSender } from './changes.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { openDirect } from './direct.ts';
import { Following } from './following.ts';
import { type Page, readHistory, readLog } from './history.ts';
import { Hub, type Listener } from './hub.ts';
import {
  acceptInvitation,
  declineInvitation,
  invite,
  inviteByLink,
  listInvitations,
  listRoomInvitations,
  revokeInvitation,
} from './invitations.ts';
import { listMentions, type MentionPage } from './mentions.ts';
import { banMember, listBans, removeMember, setRole, unbanMember } from './moderation.ts';
import { changePassword, deleteAccount } from './own-account.ts';
import { Presence } from './presence.ts';
import { getProfile, setProfile } from './profiles.ts';
import { deleteRoom } from './room-deletion.ts';
import {
  archiveRoom,
  createRoom,
  findRoom,
  joinRoom,
  type ListPage,
  leaveRoom,
  listMembers,
  listRooms,
  renameRoom,
  setPolicy,
  setTopic,
} from './rooms.ts';
import { type FoundPage, searchRoom } from './search.ts';
import { type SessionOwner, SessionWatch, type Watched } from './session-watch.ts';
import { setTyping } from './typing.ts';
import { setState } from './user-state.ts';

/** Every use case, bound to its ports. Knows no frames: any gateway may call it. */
export interface App {
  readonly generation: string;
  readonly signupPolicy: Context['settings']['signup'];
  readonly passwordMin: number;
  spend(budget: Budget, key: string, cost?: number): AsyncResult<void>;
  /** Logs that a limit of the gateway was hit, with the key that it counts by. */
  limitHit(limit: string, key: string): void;
  signUp(ask: Parameters<typeof signUp>[1]): AsyncResult<SignedUp>;
  /** If the account has its maximum of sessions, the least recently used one ends. */
  logIn(ask: Parameters<typeof logIn>[1]): AsyncResult<SignedIn>;
  resume(token: string, address?: string): AsyncResult<SignedIn>;
  deleteAccount(caller: Caller, password: string): AsyncResult<void>;
  changePassword(caller: Caller, ask: Parameters<typeof changePassword>[2]): AsyncResult<void>;
  listSessions(caller: Caller): Promise<SessionSummary[]>;
  endSession(caller: Caller, session: SessionId): AsyncResult<void>;
  /** Notifies the owner once when the session ends: by log-out, revocation or age. */
  watchSession(caller: Caller, owner: SessionOwner): Watched;
  createRoom(caller: Caller, ask: Parameters<typeof createRoom>[2]): AsyncResult<RoomSummary>;
  openDirect(caller: Caller, user: string): AsyncResult<RoomSummary>;
  findRoom(caller: Caller, name: string): AsyncResult<RoomSummary>;
  joinRoom(caller: Caller, name: string): AsyncResult<RoomSummary>;
  leaveRoom(caller: Caller, room: RoomId): AsyncResult<void>;
  removeMember(caller: Caller, ask: Parameters<typeof removeMember>[2]): AsyncResult<void>;
  banMember(caller: Caller, ask: Parameters<typeof banMember>[2]): AsyncResult<void>;
  unbanMember(caller: Caller, ask: Parameters<typeof unbanMember>[2]): AsyncResult<void>;
  setRole(caller: Caller, ask: Parameters<typeof setRole>[2]): AsyncResult<void>;
  listBans(caller: Caller, ask: Parameters<typeof listBans>[2]): AsyncResult<ListPage<BanSummary>>;
  renameRoom(caller: Caller, room: RoomId, name: string): AsyncResult<void>;
  setTopic(caller: Caller, room: RoomId, topic: string): AsyncResult<void>;
  setPolicy(caller: Caller, ask: Parameters<typeof setPolicy>[2]): AsyncResult<void>;
  archiveRoom(caller: Caller, room: RoomId, on: boolean): AsyncResult<void>;
  deleteRoom(caller: Caller, room: RoomId): AsyncResult<void>;
  invite(caller: Caller, room: RoomId, user: string): AsyncResult<void>;
  listInvitations(caller: Caller): Promise<readonly Invitation[]>;
  listRoomInvitations(caller: Caller, room: RoomId): ReturnType<typeof listRoomInvitations>;
  inviteByLink(caller: Caller, ask: Parameters<typeof inviteByLink>[2]): ReturnType<typeof inviteByLink>;
  acceptInvitation(caller: Caller, ask: Parameters<typeof acceptInvitation>[2]): AsyncResult<RoomSummary>;
  declineInvitation(caller: Caller, room: RoomId): AsyncResult<void>;
  revokeInvitation(caller: Caller, ask: Parameters<typeof revokeInvitation>[2]): AsyncResult<void>;
  listRooms(caller: Caller, ask: Parameters<typeof listRooms>[2]): Promise<ListPage<RoomSummary>>;
  listMembers(caller: Caller, ask: Parameters<typeof listMembers>[3]): AsyncResult<ListPage<MemberSummary>>;
  changeSender(caller: Caller): ChangeSender;
  readHistory(caller: Caller, ask: Parameters<typeof readHistory>[2]): AsyncResult<Page>;
  readLog(caller: Caller, ask: Parameters<typeof readLog>[2]): ReturnType<typeof readLog>;
  searchRoom(caller: Caller, ask: Parameters<typeof searchRoom>[2]): AsyncResult<FoundPage>;
  setProfile(caller: Caller, change: Parameters<typeof setProfile>[2]): AsyncResult<void>;
  getProfile(caller: Caller, user: string): AsyncResult<PersonSummary>;
  /** How many unread messages mention the user or have one of the user's highlight words, by room. */
  mentionCounts(caller: Caller): Promise<ReadonlyMap<RoomId, number>>;
  listMentions(caller: Caller, ask: Parameters<typeof listMentions>[2]): AsyncResult<MentionPage>;
  setTyping(caller: Caller, ask: Parameters<typeof setTyping>[3]): Promise<void>;
  /** Changes what the user keeps; returns the `ver` of the change, if there was one. `following` is that of the connection that asks. */
  setState(
    caller: Caller,
    following: Following | undefined,
    entries: readonly StateEntry[],
  ): AsyncResult<number | undefined>;
  follow(caller: Caller, listener: Listener): Following;
  stop(): void;
}

/** Binds the use cases to their ports. */
export function createApp(ctx: Context): App {
  const presence = new Presence(ctx);
  const hub = new Hub(ctx, (user, hidden) => presence.setHidden(user, hidden));
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
    deleteAccount: (caller, password) => deleteAccount(ctx, caller, password),
    changePassword: (caller, ask) => changePassword(ctx, caller, ask),
    listSessions: (caller) => listSessions(ctx, caller),
    endSession: (caller, session) => endSession(ctx, caller.user, session),
    watchSession: (caller, owner) => watch.watch(caller, owner),
    createRoom: (caller, ask) => createRoom(ctx, caller, ask),
    openDirect: (caller, user) => openDirect(ctx, caller, user),
    findRoom: (caller, name) => findRoom(ctx, caller, name),
    joinRoom: (caller, room) => joinRoom(ctx, caller, room),
    leaveRoom: (caller, room) => leaveRoom(ctx, caller, room),
    removeMember: (caller, ask) => removeMember(ctx, caller, ask),
    banMember: (caller, ask) => banMember(ctx, caller, ask),
    unbanMember: (caller, ask) => unbanMember(ctx, caller, ask),
    setRole: (caller, ask) => setRole(ctx, caller, ask),
    listBans: (caller, ask) => listBans(ctx, caller, ask),
    renameRoom: (caller, room, name) => renameRoom(ctx, caller, room, name),
    setTopic: (caller, room, topic) => setTopic(ctx, caller, room, topic),
    setPolicy: (caller, ask) => setPolicy(ctx, caller, ask),
    archiveRoom: (caller, room, on) => archiveRoom(ctx, caller, room, on),
    deleteRoom: (caller, room) => deleteRoom(ctx, caller, room),
    invite: (caller, room, user) => invite(ctx, caller, room, user),
    listInvitations: (caller) => listInvitations(ctx, caller),
    listRoomInvitations: (caller, room) => listRoomInvitations(ctx, caller, room),
    inviteByLink: (caller, ask) => inviteByLink(ctx, caller, ask),
    acceptInvitation: (caller, ask) => acceptInvitation(ctx, caller, ask),
    declineInvitation: (caller, room) => declineInvitation(ctx, caller, room),
    revokeInvitation: (caller, ask) => revokeInvitation(ctx, caller, ask),
    listRooms: (caller, ask) => listRooms(ctx, caller, ask),
    listMembers: (caller, ask) => listMembers(ctx, presence, caller, ask),
    changeSender: (caller) => new ChangeSender(ctx, caller, presence),
    readHistory: (caller, ask) => readHistory(ctx, caller, ask),
    readLog: (caller, ask) => readLog(ctx, caller, ask),
    searchRoom: (caller, ask) => searchRoom(ctx, caller, ask),
    setProfile: (caller, change) => setProfile(ctx, caller, change),
    getProfile: (caller, user) => getProfile(ctx, caller, user),
    mentionCounts: (caller) => ctx.store.mentionCounts(caller.user),
    listMentions: (caller, ask) => listMentions(ctx, caller, ask),
    setTyping: (caller, ask) => setTyping(ctx, hub, caller, ask),
    setState: (caller, following, entries) => setState(ctx, caller, entries, following?.origin),
    follow: (caller, listener) => new Following({ ctx, hub, presence }, caller, listener),
    stop: () => {
      presence.stop();
      watch.stop();
      hub.stop();
    },
  };
}
