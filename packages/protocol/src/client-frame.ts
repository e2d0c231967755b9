import type * as v from 'valibot';
import { changeFrames } from './change.ts';
import {
  changePassword,
  deleteAccount,
  listSessions,
  login,
  logout,
  resume,
  revokeSession,
  signup,
} from './frames/account.ts';
import { banMember, listBans, unbanMember } from './frames/ban.ts';
import { hello } from './frames/hello.ts';
import { history, log, sync } from './frames/history.ts';
import {
  acceptInvitation,
  createInvitation,
  createInvitationLink,
  declineInvitation,
  listInvitations,
  listRoomInvitations,
  revokeInvitation,
} from './frames/invitation.ts';
import { listMentions } from './frames/mention.ts';
import { ping, setTyping } from './frames/presence.ts';
import { getProfile, setIdle, setProfile } from './frames/profile.ts';
import {
  archiveRoom,
  createRoom,
  deleteRoom,
  findRoom,
  joinRoom,
  leaveRoom,
  listMembers,
  listRooms,
  openDirect,
  removeMember,
  renameRoom,
  setPolicy,
  setRole,
  setTopic,
} from './frames/room.ts';
import { search } from './frames/search.ts';
import { setState } from './frames/state.ts';

/** Everything a client may send, by `type`. */
export const clientFrames = {
  hello,
  signup,
  login,
  resume,
  logout,
  'password.change': changePassword,
  'account.delete': deleteAccount,
  'session.list': listSessions,
  'session.revoke': revokeSession,
  'room.create': createRoom,
  'direct.open': openDirect,
  'room.find': findRoom,
  'room.join': joinRoom,
  'room.leave': leaveRoom,
  'room.remove': removeMember,
  'room.role': setRole,
  'room.ban': banMember,
  'room.unban': unbanMember,
  'room.bans': listBans,
  'room.rename': renameRoom,
  'room.topic': setTopic,
  'room.policy': setPolicy,
  'room.archive': archiveRoom,
  'room.delete': deleteRoom,
  'room.list': listRooms,
  'room.members': listMembers,
  'invitation.create': createInvitation,
  'invitation.list': listInvitations,
  'invitation.accept': acceptInvitation,
  'invitation.decline': declineInvitation,
  'invitation.revoke': revokeInvitation,
  'invitation.link': createInvitationLink,
  'room.invitations': listRoomInvitations,
  ...changeFrames,
  history,
  log,
  search,
  'mention.list': listMentions,
  sync,
  'state.set': setState,
  'typing.set': setTyping,
  'profile.set': setProfile,
  'profile.get': getProfile,
  'idle.set': setIdle,
  ping,
} as const;

export type ClientFrameType = keyof typeof clientFrames;
export type ClientFrameOf<T extends ClientFrameType> = v.InferOutput<(typeof clientFrames)[T]>;
export type ClientFrame = { [T in ClientFrameType]: ClientFrameOf<T> }[ClientFrameType];
