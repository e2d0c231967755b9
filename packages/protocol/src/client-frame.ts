import type * as v from 'valibot';
import { changeFrames } from './change.ts';
import { changePassword, listSessions, login, logout, resume, revokeSession, signup } from './frames/account.ts';
import { hello } from './frames/hello.ts';
import { history, sync } from './frames/history.ts';
import { ping, setTyping } from './frames/presence.ts';
import {
  createRoom,
  findRoom,
  joinRoom,
  leaveRoom,
  listMembers,
  listRooms,
  removeMember,
  renameRoom,
  setTopic,
} from './frames/room.ts';
import { search } from './frames/search.ts';

/** Everything a client may send, by `type`. */
export const clientFrames = {
  hello,
  signup,
  login,
  resume,
  logout,
  'password.change': changePassword,
  'sessions.list': listSessions,
  'sessions.revoke': revokeSession,
  'room.create': createRoom,
  'room.find': findRoom,
  'room.join': joinRoom,
  'room.leave': leaveRoom,
  'room.remove': removeMember,
  'room.rename': renameRoom,
  'room.topic': setTopic,
  'room.list': listRooms,
  'room.members': listMembers,
  ...changeFrames,
  history,
  search,
  sync,
  'typing.set': setTyping,
  ping,
} as const;

export type ClientFrameType = keyof typeof clientFrames;
export type ClientFrameOf<T extends ClientFrameType> = v.InferOutput<(typeof clientFrames)[T]>;
export type ClientFrame = { [T in ClientFrameType]: ClientFrameOf<T> }[ClientFrameType];
