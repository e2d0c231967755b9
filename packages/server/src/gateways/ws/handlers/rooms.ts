import { type ClientFrameOf, ok } from '@securechat/protocol';
import type { Answer, Conversation, Signed } from '../conversation.ts';

/** room.create → room. */
export async function createRoom(
  c: Conversation,
  frame: ClientFrameOf<'room.create'>,
  signed: Signed,
): Promise<Answer> {
  const made = await c.app.createRoom(signed.caller, { room: frame.room, topic: frame.topic });
  return made.ok ? ok({ type: 'room', re: frame.id, room: made.value }) : made;
}

/** room.join → room. */
export async function joinRoom(c: Conversation, frame: ClientFrameOf<'room.join'>, signed: Signed): Promise<Answer> {
  const joined = await c.app.joinRoom(signed.caller, frame.room);
  return joined.ok ? ok({ type: 'room', re: frame.id, room: joined.value }) : joined;
}

/** room.leave → done. */
export async function leaveRoom(c: Conversation, frame: ClientFrameOf<'room.leave'>, signed: Signed): Promise<Answer> {
  const left = await c.app.leaveRoom(signed.caller, frame.room);
  return left.ok ? ok({ type: 'done', re: frame.id }) : left;
}

/** room.remove → done. */
export async function removeMember(
  c: Conversation,
  frame: ClientFrameOf<'room.remove'>,
  signed: Signed,
): Promise<Answer> {
  const removed = await c.app.removeMember(signed.caller, frame.room, frame.user);
  return removed.ok ? ok({ type: 'done', re: frame.id }) : removed;
}

/** room.get → room. */
export async function getRoom(c: Conversation, frame: ClientFrameOf<'room.get'>, signed: Signed): Promise<Answer> {
  const found = await c.app.getRoom(signed.caller, frame.room);
  return found.ok ? ok({ type: 'room', re: frame.id, room: found.value }) : found;
}

/** room.list → rooms. */
export async function listRooms(c: Conversation, frame: ClientFrameOf<'room.list'>, signed: Signed): Promise<Answer> {
  const { items, more } = await c.app.listRooms(signed.caller, { after: frame.after, limit: frame.limit });
  return ok({ type: 'rooms', re: frame.id, rooms: [...items], more });
}

/** room.members → members. */
export async function listMembers(
  c: Conversation,
  frame: ClientFrameOf<'room.members'>,
  signed: Signed,
): Promise<Answer> {
  const { room, after, limit } = frame;
  const listed = await c.app.listMembers(signed.caller, { room, after, limit });
  if (!listed.ok) return listed;
  const { items, more } = listed.value;
  return ok({ type: 'members', re: frame.id, room, members: [...items], more });
}
