import { type ClientFrameOf, ok, type Refusal, type Result, type RoomSummary } from '@securechat/protocol';
import type { AuthenticatedSession } from '../../../app/connection-session.ts';
import type { Connection } from '../../shared/connection.ts';
import { done, type RequestOutcome } from '../answer.ts';

function roomReply(re: string, found: Result<RoomSummary, Refusal>): RequestOutcome {
  return found.ok ? ok({ type: 'room', re, room: found.value }) : found;
}

/** room.create → room. */
export async function createRoom(
  c: Connection,
  frame: ClientFrameOf<'room.create'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { kind, name, topic, history } = frame;
  const made = await c.session.app.createRoom(auth.caller, { kind, name, topic, history });
  return roomReply(frame.id, made);
}

/** direct.open → room. */
export async function openDirect(
  c: Connection,
  frame: ClientFrameOf<'direct.open'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return roomReply(frame.id, await c.session.app.openDirect(auth.caller, frame.user));
}

/** room.find → room. */
export async function findRoom(
  c: Connection,
  frame: ClientFrameOf<'room.find'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const found = await c.session.app.findRoom(auth.caller, frame.name);
  return roomReply(frame.id, found);
}

/** room.join → room. */
export async function joinRoom(
  c: Connection,
  frame: ClientFrameOf<'room.join'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const joined = await c.session.app.joinRoom(auth.caller, frame.name);
  return roomReply(frame.id, joined);
}

/** room.leave → done. */
export async function leaveRoom(
  c: Connection,
  frame: ClientFrameOf<'room.leave'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(frame.id, await c.session.app.leaveRoom(auth.caller, frame.room));
}

/** room.rename → done. */
export async function renameRoom(
  c: Connection,
  frame: ClientFrameOf<'room.rename'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(frame.id, await c.session.app.renameRoom(auth.caller, frame.room, frame.name));
}

/** room.topic → done. */
export async function setTopic(
  c: Connection,
  frame: ClientFrameOf<'room.topic'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(frame.id, await c.session.app.setTopic(auth.caller, frame.room, frame.topic));
}

/** room.policy → done. */
export async function setPolicy(
  c: Connection,
  { id, room, inviters, history }: ClientFrameOf<'room.policy'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(id, await c.session.app.setPolicy(auth.caller, { room, inviters, history }));
}

/** room.archive → done. */
export async function archiveRoom(
  c: Connection,
  frame: ClientFrameOf<'room.archive'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(frame.id, await c.session.app.archiveRoom(auth.caller, frame.room, frame.on));
}

/** room.delete → done. */
export async function deleteRoom(
  c: Connection,
  frame: ClientFrameOf<'room.delete'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  return done(frame.id, await c.session.app.deleteRoom(auth.caller, frame.room));
}

/** room.list → rooms. */
export async function listRooms(
  c: Connection,
  frame: ClientFrameOf<'room.list'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { archived, after, limit } = frame;
  const { items, more } = await c.session.app.listRooms(auth.caller, { archived, after, limit });
  return ok({ type: 'rooms', re: frame.id, rooms: [...items], more });
}

/** room.members → members. */
export async function listMembers(
  c: Connection,
  frame: ClientFrameOf<'room.members'>,
  auth: AuthenticatedSession,
): Promise<RequestOutcome> {
  const { room, after, limit } = frame;
  const listed = await c.session.app.listMembers(auth.caller, { room, after, limit });
  if (!listed.ok) return listed;
  const { items, more } = listed.value;
  return ok({ type: 'members', re: frame.id, room, members: [...items], more });
}
