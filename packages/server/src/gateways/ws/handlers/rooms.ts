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

/** room.list → rooms. */
export async function listRooms(c: Conversation, frame: ClientFrameOf<'room.list'>, signed: Signed): Promise<Answer> {
  return ok({ type: 'rooms', re: frame.id, rooms: [...(await c.app.listRooms(signed.caller))] });
}

/** room.members → members. */
export async function listMembers(
  c: Conversation,
  frame: ClientFrameOf<'room.members'>,
  signed: Signed,
): Promise<Answer> {
  const members = await c.app.listMembers(signed.caller, frame.room);
  return members.ok ? ok({ type: 'members', re: frame.id, room: frame.room, members: members.value }) : members;
}
