// Runs in the writer thread: relative files and types only.
import { archiveRoom } from './decide-archive.ts';
import { renameRoom, setPolicy, setTopic } from './decide-description.ts';
import { openDirect } from './decide-direct.ts';
import { createRoom, joinRoom, leaveRoom } from './decide-membership.ts';
import { banMember, removeMember, setRole, unbanMember } from './decide-moderation.ts';
import { refuse } from './decision.ts';
import type { RoomCommand, RoomDecision, RoomFacts } from './room-command.ts';

type Kind = RoomCommand['kind'];
type Decide<K extends Kind> = (facts: RoomFacts, command: Extract<RoomCommand, { readonly kind: K }>) => RoomDecision;

const deciders: { readonly [K in Kind]: Decide<K> } = {
  create: createRoom,
  'open-direct': openDirect,
  join: joinRoom,
  leave: leaveRoom,
  remove: removeMember,
  ban: banMember,
  unban: unbanMember,
  role: setRole,
  rename: renameRoom,
  topic: setTopic,
  policy: setPolicy,
  archive: archiveRoom,
};

/** The events that a command leads to. */
export function decideRoom(facts: RoomFacts, command: RoomCommand): RoomDecision {
  if (!facts.sessionOpen) return refuse('session_expired');
  // The table pairs each command with its function; the compiler cannot follow a lookup by a union.
  return (deciders[command.kind] as Decide<Kind>)(facts, command);
}
