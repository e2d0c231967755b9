import * as v from 'valibot';
import { type ClientFrameOf, type ClientFrameType, clientFrames } from './client-frame.ts';
import type { ServerFrameType } from './server-frame.ts';

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
  'room.join': 'room',
  'room.leave': 'done',
  'room.remove': 'done',
  'room.get': 'room',
  'room.list': 'rooms',
  'room.members': 'members',
  'message.send': 'ack',
  history: 'page',
  search: 'found',
  sync: 'synced',
  ping: 'pong',
} as const satisfies Partial<Record<ClientFrameType, ServerFrameType>>;

export type RequestType = keyof typeof replies;
export type ReplyType<T extends RequestType> = (typeof replies)[T];
export type RequestOf<T extends RequestType> = ClientFrameOf<T>;

/** Requests that change a room: they have a `room` and a `clientId`, are answered by `ack`, and are safe to repeat (G2). */
export type ChangeType = { [T in RequestType]: ReplyType<T> extends 'ack' ? T : never }[RequestType];

/** What a request changes, without where and under which id. A client stores it as JSON and sends it again as it was. */
export type Change = { [T in ChangeType]: Omit<RequestOf<T>, 'id' | 'room' | 'clientId'> }[ChangeType];

const isChangeType = (type: PropertyKey): type is ChangeType =>
  Object.hasOwn(replies, type) && replies[type as RequestType] === 'ack';

/** The types of these requests. */
export const changeTypes: readonly ChangeType[] = Object.keys(replies).filter(isChangeType);

const typed = v.object({ type: v.string() });

/** Reads a change from where anybody may have written; undefined if it is none that this version knows. */
export function readChange(input: unknown): Change | undefined {
  if (!v.is(typed, input) || !isChangeType(input.type)) return undefined;
  const { entries } = clientFrames[input.type];
  const read = v.safeParse(v.omit(v.object(entries), ['id', 'room', 'clientId']), input);
  return read.success ? read.output : undefined;
}
