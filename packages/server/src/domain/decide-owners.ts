// Runs in the writer thread: relative files and types only.
import type { EventId, RoomId, UserId } from '@securechat/protocol/ids';
import type { Result } from '@securechat/protocol/result';
import { accept, refuse } from './decision.ts';
import type { NewEvent } from './new-event.ts';
import { roleChanged } from './room-events.ts';

/** What the naming of an administrator depends on. */
export type AdministratorFacts = {
  /** Whether the user administrates the server now; undefined if there is no such account. */
  readonly isAdministrator: boolean | undefined;
  readonly administrators: number;
  /** The server's own rooms of which the user is a member. */
  readonly rooms: readonly RoomId[];
};
/** Names or dismisses an administrator of the server. */
export type AdministratorCommand = {
  readonly user: UserId;
  readonly administrator: boolean;
  readonly maxAdministrators: number;
  readonly atMs: number;
};
export type AdministratorRefusal = 'no_such_user' | 'too-many-administrators';

/** The events of the server's own rooms, whose owners its administrators are. */
export function decideAdministrator(
  { isAdministrator, administrators, rooms }: AdministratorFacts,
  { user, administrator, maxAdministrators, atMs }: AdministratorCommand,
  newId: () => EventId,
): Result<readonly NewEvent[], AdministratorRefusal> {
  if (isAdministrator === undefined) return refuse('no_such_user');
  if (isAdministrator === administrator) return accept([]);
  if (administrator && administrators >= maxAdministrators) return refuse('too-many-administrators');
  const role = administrator ? 'owner' : 'member';
  return accept(rooms.map((room) => roleChanged({ room, author: user, id: newId(), atMs }, user, role)));
}

/** A room without an owner whose account is enabled, and those of its enabled members who have been there for longest. */
export type OwnerlessRoom = {
  readonly room: RoomId;
  readonly eldestModerator: UserId | undefined;
  readonly eldestMember: UserId | undefined;
  readonly eldestReader: UserId | undefined;
};

/** The events with which other members become owners of rooms that have none. */
export function decideSuccession(
  rooms: readonly OwnerlessRoom[],
  atMs: number,
  newId: () => EventId,
): readonly NewEvent[] {
  return rooms.flatMap(({ room, eldestModerator, eldestMember, eldestReader }) => {
    const heir = eldestModerator ?? eldestMember ?? eldestReader;
    return heir === undefined ? [] : [roleChanged({ room, author: heir, id: newId(), atMs }, heir, 'owner')];
  });
}
