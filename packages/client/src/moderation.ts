import type { BanSummary, UserId } from '@securechat/protocol';
import type { Moderation } from './api.ts';
import { gather, pick } from './lists.ts';
import type { Requests } from './requests.ts';

const nothing = (): void => undefined;
const bannedUser = ({ user }: BanSummary): UserId => user;

/** The requests of moderators on these connections. */
export function moderationOn(requests: Requests): Moderation {
  return {
    setRole: (room, user, role) => pick(requests.ask('room.role', { room, user, role }), nothing),
    removeMember: (room, user, reason) => pick(requests.ask('room.remove', { room, user, reason }), nothing),
    banMember: (room, user, ban) => pick(requests.ask('room.ban', { room, user, ...ban }), nothing),
    unbanMember: (room, user) => pick(requests.ask('room.unban', { room, user }), nothing),
    setPolicy: (room, policy) => pick(requests.ask('room.policy', { room, ...policy }), nothing),
    archiveRoom: (room, on) => pick(requests.ask('room.archive', { room, on }), nothing),
    deleteRoom: (room) => pick(requests.ask('room.delete', { room }), nothing),
    bans: (room, range = {}) =>
      gather(range, bannedUser, (after, limit) =>
        pick(requests.ask('room.bans', { room, after, limit }), ({ bans, more }) => ({ items: bans, more })),
      ),
  };
}
