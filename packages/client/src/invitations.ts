import { ok, type RequestType, type Result, type RoomSummary } from '@securechat/protocol';
import type { ChatClient, Failure } from './api.ts';
import type { Requests } from './requests.ts';

type Api = Pick<
  ChatClient,
  | 'invite'
  | 'inviteByLink'
  | 'invitations'
  | 'roomInvitations'
  | 'acceptInvitation'
  | 'declineInvitation'
  | 'revokeInvitation'
>;

/** The requests about invitations to rooms. `joined` receives the room of an accepted one. */
export function invitationRequests(requests: Requests, joined: (room: RoomSummary) => void): Api {
  const done = async <T extends RequestType>(type: T, ask: Parameters<typeof requests.ask<T>>[1]) => {
    const answer = await requests.ask(type, ask);
    return answer.ok ? ok(undefined) : answer;
  };
  return {
    invite: (room, user) => done('invitation.create', { room, user }),
    inviteByLink: async (room, expiresMs) => {
      const answer = await requests.ask('invitation.link', { room, expiresMs });
      return answer.ok ? ok({ code: answer.value.code, expiresMs: answer.value.expiresMs }) : answer;
    },
    invitations: async () => {
      const answer = await requests.ask('invitation.list', {});
      return answer.ok ? ok(answer.value.invitations) : answer;
    },
    roomInvitations: async (room) => {
      const answer = await requests.ask('room.invitations', { room });
      return answer.ok ? ok({ invitations: answer.value.invitations, links: answer.value.links }) : answer;
    },
    acceptInvitation: async (to): Promise<Result<RoomSummary, Failure>> => {
      const answer = await requests.ask('invitation.accept', to);
      if (!answer.ok) return answer;
      joined(answer.value.room);
      return ok(answer.value.room);
    },
    declineInvitation: (room) => done('invitation.decline', { room }),
    revokeInvitation: (room, user) => done('invitation.revoke', { room, user }),
  };
}
