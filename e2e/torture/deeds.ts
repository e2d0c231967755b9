import type { ChatClient } from '@securechat/client';
import {
  isRoomId,
  isUserId,
  type MemberRole,
  type RoomHistory,
  type RoomId,
  type RoomInviters,
} from '@securechat/protocol';
import type { Recorder } from './history.ts';

type RoomDeed = 'leave' | 'archive' | 'end-archive' | 'create-code' | 'probe' | 'read' | 'unread';

/** What a person does in rooms beside writing, allowed or not. */
export type Deed =
  | { readonly kind: 'join'; readonly name: string }
  | { readonly kind: RoomDeed; readonly room: string }
  | { readonly kind: 'invite' | 'remove' | 'ban' | 'unban'; readonly room: string; readonly user: string }
  | { readonly kind: 'role'; readonly room: string; readonly user: string; readonly role: MemberRole }
  | { readonly kind: 'policy'; readonly room: string; readonly history: RoomHistory; readonly inviters: RoomInviters }
  | { readonly kind: 'use-code'; readonly code: string }
  /** Accepts or declines all invitations. */
  | { readonly kind: 'answer'; readonly accept: boolean }
  | { readonly kind: 'open-direct'; readonly user: string };

/** What others can use: the code of a link, or the id of a direct room, of which others must learn nothing. */
export type Learned = { readonly code: string } | { readonly room: string };

/** Messages that are unread again after `unread`. */
const unreadAgain = 3;

async function aboutUser(
  client: ChatClient,
  deed: Extract<Deed, { readonly user: string }>,
  recorder: Recorder,
): Promise<Learned | undefined> {
  if (!isUserId(deed.user)) return undefined;
  const { user } = deed;
  if (deed.kind === 'open-direct') {
    const opened = await client.openDirect(user);
    return opened.ok ? { room: opened.value.id } : undefined;
  }
  if (!isRoomId(deed.room)) return undefined;
  const { room } = deed;
  switch (deed.kind) {
    case 'invite':
      recorder.add({ t: 'invited', room, user });
      await client.invite(room, user);
      return undefined;
    case 'remove':
      await client.removeMember(room, user);
      return undefined;
    case 'ban':
      await client.banMember(room, user);
      return undefined;
    case 'unban':
      await client.unbanMember(room, user);
      return undefined;
    default:
      await client.setRole(room, user, deed.role);
      return undefined;
  }
}

/** Asks for everything that the server could tell of a room. */
async function probe(client: ChatClient, room: RoomId): Promise<void> {
  await Promise.all([
    client.findRoom(room),
    client.members(room),
    client.history({ room, limit: 50 }),
    client.search(room, 'user'),
    client.bans(room),
    client.joinRoom(room),
    client.mentions({ limit: 50 }),
  ]);
}

async function aboutRoom(
  client: ChatClient,
  kind: RoomDeed,
  room: RoomId,
  recorder: Recorder,
): Promise<Learned | undefined> {
  if (kind === 'leave') await client.leaveRoom(room);
  if (kind === 'archive' || kind === 'end-archive') await client.archiveRoom(room, kind === 'archive');
  if (kind === 'probe') await probe(client, room);
  if (kind === 'read') client.markRead(room);
  if (kind === 'unread') {
    const mark = client.getSnapshot().userState.read.get(room);
    const back = (count: number) => Math.max(1, count - unreadAgain);
    if (!mark) return undefined;
    const value = { seq: back(mark.seq), n: back(mark.n), epoch: mark.epoch + 1 };
    client.setUserState([{ kind: 'read', key: room, value }]);
  }
  if (kind !== 'create-code') return undefined;
  recorder.add({ t: 'invited', room });
  const created = await client.inviteByLink(room);
  return created.ok ? { code: created.value.code } : undefined;
}

/** Does it, as far as the server allows and the network works. */
export async function perform(client: ChatClient, deed: Deed, recorder: Recorder): Promise<Learned | undefined> {
  if (deed.kind === 'join') await client.joinRoom(deed.name);
  else if (deed.kind === 'use-code') await client.acceptInvitation({ code: deed.code });
  else if (deed.kind === 'answer') {
    for (const { room } of client.getSnapshot().invitations) {
      await (deed.accept ? client.acceptInvitation({ room }) : client.declineInvitation(room));
    }
  } else if (deed.kind === 'policy') {
    const { room, history, inviters } = deed;
    if (isRoomId(room)) await client.setPolicy(room, { history, inviters });
  } else if ('user' in deed) return await aboutUser(client, deed, recorder);
  else if (isRoomId(deed.room)) return await aboutRoom(client, deed.kind, deed.room, recorder);
  return undefined;
}
