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
  'sessions.list': 'sessions',
  'sessions.revoke': 'done',
  'room.create': 'room',
  'room.find': 'room',
  'room.join': 'room',
  'room.leave': 'done',
  'room.remove': 'done',
  'room.rename': 'done',
  'room.topic': 'done',
  'room.list': 'rooms',
  'room.members': 'members',
  ...acks,
  history: 'page',
  search: 'found',
  sync: 'synced',
  ping: 'pong',
} as const satisfies Partial<Record<ClientFrameType, ServerFrameType>>;

export type RequestType = keyof typeof replies;
export type ReplyType<T extends RequestType> = (typeof replies)[T];
export type RequestOf<T extends RequestType> = ClientFrameOf<T>;
