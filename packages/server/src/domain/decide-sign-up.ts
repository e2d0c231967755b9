// Runs in the writer thread: relative files and types only.
import type { EventId, RoomId, RoomName, UserId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import { firstRole, type NewcomerFacts } from './decide-membership.ts';
import { accept, refuse } from './decision.ts';
import { type InviteState, isInviteOpen } from './invite.ts';
import type { NewEvent } from './new-event.ts';
import type { RoomFacts } from './room-command.ts';
import { memberJoined, roomCreated } from './room-events.ts';

/** A room that the invite carries, by its name, and what is known of it and of the new user. */
export type CarriedRoom = {
  readonly room: RoomId;
  readonly name: RoomName | undefined;
  readonly facts: NewcomerFacts & Pick<RoomFacts, 'kind' | 'isArchived'>;
};
/** What a sign-up depends on. */
export type SignUpFacts = {
  readonly isNameTaken: boolean;
  /** The invite whose code has the given hash. */
  readonly invite: InviteState | undefined;
  readonly roomExists: boolean;
  /** The rooms that this invite carries, in its order. */
  readonly rooms: readonly CarriedRoom[];
};
type SignUp = {
  readonly user: UserId;
  /** SHA-256 of the invite's code, if one was given. */
  readonly inviteHash?: Uint8Array;
  /** The room that every account joins; it is created with the first account. */
  readonly room: RoomId;
  readonly atMs: number;
  /** The time that is compared with the invite's expiry, if it is another than `atMs`. */
  readonly inviteAtMs?: number;
};

/** A room of the invite that nobody can join any more, and why. */
export type MissedRoom = {
  readonly name: RoomName | undefined;
  readonly code: 'no_such_room' | 'archived';
};
export type SignUpRefusal = 'name_taken' | 'bad_invite';
type SignUpDecision = { readonly events: readonly NewEvent[]; readonly missed: readonly MissedRoom[] };

/** Why a room is not joined. A new account is in no room and banned from none, so that nothing else can be in the way. */
function missing({ kind, isArchived }: CarriedRoom['facts']): MissedRoom['code'] | undefined {
  if (kind === undefined || kind === 'direct') return 'no_such_room';
  return isArchived ? 'archived' : undefined;
}

/**
 * The room events of a sign-up, in order, and the rooms of the invite that are not joined. If accepted, the account is created and the invite
 * used once.
 */
export function decideSignUp(
  { isNameTaken, invite, roomExists, rooms }: SignUpFacts,
  { user: author, inviteHash, room, atMs, inviteAtMs = atMs }: SignUp,
  newId: () => EventId,
): Result<SignUpDecision, SignUpRefusal> {
  // The invite first: without a valid one, nobody learns which names are taken.
  if (inviteHash && !isInviteOpen(invite, inviteAtMs)) return refuse('bad_invite');
  if (isNameTaken) return refuse('name_taken');
  // The server creates the room, so it counts for nobody's quota. Its id is its name.
  const newRoom = { roomKind: 'public', name: room as string as RoomName, topic: '', history: 'shared' } as const;
  const created = roomExists ? [] : [roomCreated({ room, author, id: newId(), atMs }, newRoom, undefined)];
  const carried = rooms.filter((each) => each.room !== room);
  const joined = carried.filter(({ facts }) => missing(facts) === undefined);
  return accept({
    events: [
      ...created,
      memberJoined({ room, author, id: newId(), atMs }),
      ...joined.map((each) => memberJoined({ room: each.room, author, id: newId(), atMs }, firstRole(each.facts))),
    ],
    missed: carried.flatMap(({ name, facts }) => {
      const code = missing(facts);
      return code === undefined ? [] : [{ name, code }];
    }),
  });
}
