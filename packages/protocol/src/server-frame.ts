import type * as v from 'valibot';
import { done, sessions, signedIn } from './frames/account.ts';
import { ack, event } from './frames/chat.ts';
import { error, goingDown } from './frames/error.ts';
import { welcome } from './frames/hello.ts';
import { events, page, synced } from './frames/history.ts';
import { pong, presence, typing } from './frames/presence.ts';
import { members, room, rooms } from './frames/room.ts';
import { found } from './frames/search.ts';

/** Everything a server may send, by `type`. */
export const serverFrames = {
  welcome,
  'signed-in': signedIn,
  sessions,
  done,
  room,
  rooms,
  members,
  ack,
  event,
  page,
  found,
  events,
  synced,
  typing,
  presence,
  pong,
  error,
  'going-down': goingDown,
} as const;

export type ServerFrameType = keyof typeof serverFrames;
export type ServerFrameOf<T extends ServerFrameType> = v.InferOutput<(typeof serverFrames)[T]>;
export type ServerFrame = { [T in ServerFrameType]: ServerFrameOf<T> }[ServerFrameType];
