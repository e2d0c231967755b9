import { type ChangeType, changeTypes } from './change.ts';
import type { ClientFrameOf, ClientFrameType } from './client-frame.ts';
import type { ServerFrameType } from './server-frame.ts';

const acks = Object.fromEntries(changeTypes.map((type) => [type, 'ack'])) as { readonly [T in ChangeType]: 'ack' };

/** Which reply answers which request. `error` may answer any; frames without a reply have no row. */
export const replies = {
  hello: 'welcome',
  signup: 'signed-in',
  login: 'signed-in',
  resume: 'signed-in',
  logout: 'done',
  'password.change': 'done',
  'account.delete': 'done',
  'session.list': 'sessions',
  'session.revoke': 'done',
  'room.create': 'room',
  'direct.open': 'room',
  'room.find': 'room',
  'room.join': 'room',
  'room.leave': 'done',
  'room.remove': 'done',
  'room.role': 'done',
  'room.ban': 'done',
  'room.unban': 'done',
  'room.bans': 'bans',
  'room.rename': 'done',
  'room.topic': 'done',
  'room.policy': 'done',
  'room.archive': 'done',
  'room.delete': 'done',
  'room.list': 'rooms',
  'room.members': 'members',
  'invitation.create': 'done',
  'invitation.list': 'invitations',
  'invitation.accept': 'room',
  'invitation.decline': 'done',
  'invitation.revoke': 'done',
  'invitation.link': 'invitation-link',
  'room.invitations': 'room-invitations',
  ...acks,
  history: 'page',
  log: 'log-page',
  search: 'found',
  'mention.list': 'mentions',
  sync: 'synced',
  'profile.set': 'done',
  'profile.get': 'profile',
  'state.set': 'state-saved',
  ping: 'pong',
} as const satisfies Partial<Record<ClientFrameType, ServerFrameType>>;

export type RequestType = keyof typeof replies;
export type ReplyType<T extends RequestType> = (typeof replies)[T];
export type RequestOf<T extends RequestType> = ClientFrameOf<T>;
