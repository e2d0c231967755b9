// Runs in the writer thread: relative files and types only.
import { accept, refuse } from './decision.ts';
import { directPeople } from './new-event.ts';
import type { OpenDirect, RoomDecision, RoomFacts } from './room-command.ts';
import { memberJoined, roomCreated } from './room-events.ts';

/** The one direct room of two people, with both as members, or of one person with notes; nothing if it exists. */
export function openDirect(
  facts: RoomFacts,
  { room, by: author, user, atMs, ids, maxDirectRooms }: OpenDirect,
): RoomDecision {
  if (!facts.targetIsActive) return refuse('no_such_user');
  if (facts.directExists) return accept([]);
  if (Math.max(facts.directRooms, facts.targetDirectRooms) >= maxDirectRooms) return refuse('too_many_direct_rooms');
  const base = { room, author, atMs };
  const newRoom = {
    roomKind: 'direct',
    name: undefined,
    topic: '',
    history: 'shared',
    people: directPeople(author, user),
  } as const;
  return accept([
    roomCreated({ ...base, id: ids[0] }, newRoom, undefined),
    memberJoined({ ...base, id: ids[1] }),
    ...(user === author ? [] : [memberJoined({ ...base, author: user, id: ids[2] }, 'member', author)]),
  ]);
}
