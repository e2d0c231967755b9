import type * as v from 'valibot';
import { done, sessions, signedIn } from './frames/account.ts';
import { bans } from './frames/ban.ts';
import { ack, event } from './frames/chat.ts';
import { error, goingDown } from './frames/error.ts';
import { welcome } from './frames/hello.ts';
import { events, logPage, page, synced } from './frames/history.ts';
import { invitationEnded, invitationLink, invitations, invited, roomInvitations } from './frames/invitation.ts';
import { mentions } from './frames/mention.ts';
import { pong, presence, typing } from './frames/presence.ts';
import { person, profileChanged } from './frames/profile.ts';
import { members, room, roomDeleted, rooms } from './frames/room.ts';
import { found } from './frames/search.ts';
import { state, stateSaved } from './frames/state.ts';

/** Everything a server may send, by `type`. */
export const serverFrames = {
  welcome,
  'signed-in': signedIn,
  sessions,
  done,
  room,
  rooms,
  members,
  bans,
  invitations,
  'invitation-link': invitationLink,
  'room-invitations': roomInvitations,
  invited,
  'invitation-ended': invitationEnded,
  'room-deleted': roomDeleted,
  ack,
  event,
  page,
  'log-page': logPage,
  found,
  mentions,
  events,
  synced,
  'state-saved': stateSaved,
  state,
  typing,
  presence,
  profile: person,
  'profile-changed': profileChanged,
  pong,
  error,
  'going-down': goingDown,
} as const;

export type ServerFrameType = keyof typeof serverFrames;
export type ServerFrameOf<T extends ServerFrameType> = v.InferOutput<(typeof serverFrames)[T]>;
export type ServerFrame = { [T in ServerFrameType]: ServerFrameOf<T> }[ServerFrameType];
