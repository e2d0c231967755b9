import {
  type ChangeType,
  type ClientFrame,
  type ClientFrameOf,
  type ClientFrameType,
  changeTypes,
  err,
} from '@securechat/protocol';
import type { AuthenticatedSession, Phase } from '../../app/connection-session.ts';
import type { Connection } from '../shared/connection.ts';
import type { RequestOutcome } from './answer.ts';
import {
  changePassword,
  deleteAccount,
  hello,
  listSessions,
  login,
  logout,
  resume,
  revokeSession,
  signup,
} from './handlers/accounts.ts';
import { history, listMentions, log, makeChange, ping, search, setState, setTyping, sync } from './handlers/chat.ts';
import {
  acceptInvitation,
  createInvitation,
  createInvitationLink,
  declineInvitation,
  listInvitations,
  listRoomInvitations,
  revokeInvitation,
} from './handlers/invitations.ts';
import { banMember, listBans, removeMember, setRole, unbanMember } from './handlers/moderation.ts';
import { getProfile, setIdle, setProfile } from './handlers/profiles.ts';
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
  renameRoom,
  setPolicy,
  setTopic,
} from './handlers/rooms.ts';

type Route<T extends ClientFrameType> =
  | {
      readonly who: Exclude<Phase, 'user'> | 'anyone';
      readonly cost: number;
      readonly run: (c: Connection, frame: ClientFrameOf<T>) => Promise<RequestOutcome>;
    }
  | {
      readonly who: 'user';
      /** What the frame costs of the account's `request` budget. */
      readonly cost: number;
      readonly run: (c: Connection, frame: ClientFrameOf<T>, auth: AuthenticatedSession) => Promise<RequestOutcome>;
    };

/** Changes of a room have a budget of their own. */
const changeRoute = { who: 'user', cost: 0, run: makeChange } as const;
const changeRoutes = Object.fromEntries(changeTypes.map((type) => [type, changeRoute])) as {
  readonly [T in ChangeType]: typeof changeRoute;
};

/** Every client frame: who may send it, what it costs, who handles it. */
const routes: { readonly [T in ClientFrameType]: Route<T> } = {
  hello: { who: 'greeting', cost: 1, run: hello },
  signup: { who: 'guest', cost: 1, run: signup },
  login: { who: 'guest', cost: 1, run: login },
  resume: { who: 'guest', cost: 1, run: resume },
  logout: { who: 'user', cost: 0, run: logout },
  'account.delete': { who: 'user', cost: 5, run: deleteAccount },
  'password.change': { who: 'user', cost: 5, run: changePassword },
  'session.list': { who: 'user', cost: 2, run: listSessions },
  'session.revoke': { who: 'user', cost: 2, run: revokeSession },
  'room.create': { who: 'user', cost: 5, run: createRoom },
  'direct.open': { who: 'user', cost: 3, run: openDirect },
  'room.find': { who: 'user', cost: 1, run: findRoom },
  'room.join': { who: 'user', cost: 3, run: joinRoom },
  'room.leave': { who: 'user', cost: 3, run: leaveRoom },
  'room.remove': { who: 'user', cost: 3, run: removeMember },
  'room.role': { who: 'user', cost: 3, run: setRole },
  'room.ban': { who: 'user', cost: 3, run: banMember },
  'room.unban': { who: 'user', cost: 3, run: unbanMember },
  'room.bans': { who: 'user', cost: 2, run: listBans },
  'room.rename': { who: 'user', cost: 3, run: renameRoom },
  'room.topic': { who: 'user', cost: 3, run: setTopic },
  'room.policy': { who: 'user', cost: 3, run: setPolicy },
  'room.archive': { who: 'user', cost: 3, run: archiveRoom },
  'room.delete': { who: 'user', cost: 3, run: deleteRoom },
  'room.list': { who: 'user', cost: 5, run: listRooms },
  'room.members': { who: 'user', cost: 2, run: listMembers },
  'invitation.create': { who: 'user', cost: 3, run: createInvitation },
  'invitation.list': { who: 'user', cost: 2, run: listInvitations },
  'invitation.accept': { who: 'user', cost: 3, run: acceptInvitation },
  'invitation.decline': { who: 'user', cost: 3, run: declineInvitation },
  'invitation.revoke': { who: 'user', cost: 3, run: revokeInvitation },
  'room.invitations': { who: 'user', cost: 3, run: listRoomInvitations },
  'invitation.link': { who: 'user', cost: 5, run: createInvitationLink },
  ...changeRoutes,
  history: { who: 'user', cost: 3, run: history },
  log: { who: 'user', cost: 3, run: log },
  search: { who: 'user', cost: 10, run: search },
  'mention.list': { who: 'user', cost: 3, run: listMentions },
  sync: { who: 'user', cost: 5, run: sync },
  'state.set': { who: 'user', cost: 1, run: setState },
  'typing.set': { who: 'user', cost: 1, run: setTyping },
  'profile.set': { who: 'user', cost: 10, run: setProfile },
  'profile.get': { who: 'user', cost: 1, run: getProfile },
  'idle.set': { who: 'user', cost: 10, run: setIdle },
  ping: { who: 'anyone', cost: 1, run: ping },
};

/** When each frame may be sent, and what it costs in requests: for the protocol's page. */
export function requestRules(): readonly { type: ClientFrameType; who: Phase | 'anyone'; cost: number }[] {
  const types = Object.keys(routes) as ClientFrameType[];
  return types.map((type) => ({ type, who: routes[type].who, cost: routes[type].cost }));
}

/** The cost of a frame in requests. */
export function costOf(frame: ClientFrame): number {
  return routes[frame.type].cost;
}

/** Handles one frame of a connection. */
export async function dispatch(c: Connection, frame: ClientFrame): Promise<RequestOutcome> {
  // The table pairs each frame's type with its handler; the compiler cannot follow a lookup by a union.
  const route = routes[frame.type] as Route<ClientFrameType>;
  const { phase, auth } = c.session;
  if (route.who === 'user') {
    return auth ? await route.run(c, frame, auth) : err({ code: 'not_signed_in' });
  }
  if (route.who === 'guest' && phase === 'user') return err({ code: 'already_signed_in' });
  if (route.who !== 'anyone' && route.who !== phase) {
    return err({
      code: 'bad_frame',
      detail: phase === 'greeting' ? 'the first frame must be hello' : 'hello comes once',
    });
  }
  return await route.run(c, frame);
}
