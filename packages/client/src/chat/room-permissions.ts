import { generalRoom, type MemberRole, type MemberSummary, type RoomDescription } from '@securechat/protocol';
import type { MessageEntry } from '../timeline/entry.ts';
import type { ChatState, RoomState } from './model.ts';
import { roomOf } from './selectors.ts';

type Rule = {
  /** The lowest role that may do it in a public or private room. */
  readonly lowest: MemberRole;
  readonly direct: boolean;
  readonly administrator: boolean;
  /** Whether it can be done in an archived room. */
  readonly archived?: boolean;
};

/** What faces offer by role. The server decides; a test compares these rules with its own (docs/permissions.md). */
const rules = {
  send: { lowest: 'member', direct: true, administrator: false },
  /** One's own messages; also to delete them. */
  edit: { lowest: 'member', direct: true, administrator: false },
  /** The messages of others. */
  'delete-message': { lowest: 'moderator', direct: false, administrator: true },
  'mention-everybody': { lowest: 'moderator', direct: false, administrator: false },
  leave: { lowest: 'reader', direct: false, administrator: false, archived: true },
  invite: { lowest: 'member', direct: false, administrator: false },
  topic: { lowest: 'moderator', direct: false, administrator: true },
  remove: { lowest: 'moderator', direct: false, administrator: true },
  ban: { lowest: 'moderator', direct: false, administrator: true },
  'set-role': { lowest: 'owner', direct: false, administrator: true },
  'make-owner': { lowest: 'owner', direct: false, administrator: false },
  rename: { lowest: 'owner', direct: false, administrator: false },
  policy: { lowest: 'owner', direct: false, administrator: false },
  archive: { lowest: 'owner', direct: false, administrator: false, archived: true },
  /** Only some time after it was archived. */
  delete: { lowest: 'owner', direct: false, administrator: false, archived: true },
} as const satisfies Record<string, Rule>;

/** What somebody wants to do in a room. */
export type RoomAction = keyof typeof rules;
/** All actions that faces offer by role. */
export const roomActions = Object.keys(rules) as readonly RoomAction[];

/** Who asks, and in which kind of room. */
export type Standing = Pick<RoomDescription, 'kind' | 'role' | 'inviters' | 'archived'> & {
  readonly isAdministrator: boolean;
};

const ascending: readonly MemberRole[] = ['reader', 'member', 'moderator', 'owner'];
const rank = (role: MemberRole | undefined): number => (role === undefined ? -1 : ascending.indexOf(role));

/** Whether the server allows this to somebody of this standing. */
export function allows(action: RoomAction, standing: Standing): boolean {
  const { kind, role, isAdministrator, archived: isArchived } = standing;
  const { lowest: usual, direct, administrator, archived }: Rule = rules[action];
  const lowest = action === 'invite' && standing.inviters === 'moderators' ? 'moderator' : usual;
  if (isArchived && !archived) return false;
  if (kind === 'public' && isAdministrator && administrator) return true;
  if (kind === 'direct') return direct && rank(role) >= Math.min(rank(lowest), rank('member'));
  return rank(role) >= rank(lowest);
}

/** The user's standing in a room. The owners of `general` are the administrators of the server. */
function standingIn(state: Pick<ChatState, 'byRoom'>, { kind, role, inviters, archived }: RoomState): Standing {
  const isAdministrator = roomOf(state, generalRoom).role === 'owner';
  return {
    ...{ kind, isAdministrator },
    ...(role && { role }),
    ...(inviters && { inviters }),
    ...(archived && { archived }),
  };
}

/** Whether the user may do this in a room, as far as this client knows. Nobody archives or deletes `general`. */
export function mayIn(state: Pick<ChatState, 'byRoom'>, room: RoomState, action: RoomAction): boolean {
  if (room.id === generalRoom && (action === 'archive' || action === 'delete')) return false;
  return allows(action, standingIn(state, room));
}

/**
 * What the user may do with a message: nothing with one that is deleted, or soon will be. Whether it is too old to be edited, the server
 * decides.
 */
export function messageActions(
  state: Pick<ChatState, 'byRoom' | 'me'>,
  room: RoomState,
  message: Pick<MessageEntry, 'author' | 'text' | 'deleted' | 'overlay'>,
): { readonly edit: boolean; readonly delete: boolean } {
  const { author, deleted, overlay } = message;
  if (deleted || (overlay && overlay.text === undefined)) return { edit: false, delete: false };
  const isOwn = author === state.me;
  return {
    edit: isOwn && (overlay ?? message).text !== undefined && mayIn(state, room, 'edit'),
    delete: mayIn(state, room, isOwn ? 'edit' : 'delete-message'),
  };
}

/** What the user may do with a member of a room. */
export type MemberActions = {
  /** The roles that the member may be given, in ascending order. */
  readonly roles: readonly MemberRole[];
  /** Remove or ban the member. */
  readonly remove: boolean;
};

/** What the user may do with a member of a room: nothing where the server would refuse it, as far as this client knows. */
export function memberActions(
  state: Pick<ChatState, 'byRoom' | 'me'>,
  room: RoomState,
  { user, role }: Pick<MemberSummary, 'user' | 'role'>,
): MemberActions {
  const standing = standingIn(state, room);
  const isGeneral = room.id === generalRoom;
  // A room that has lost its owners gets one from an administrator.
  const isForOwners = !isGeneral && (allows('make-owner', standing) || room.owners.length === 0);
  const mayGive = (wanted: MemberRole) => wanted !== role && (isForOwners || (wanted !== 'owner' && role !== 'owner'));
  const ownRank = standing.kind === 'public' && standing.isAdministrator ? rank('owner') : rank(standing.role);
  return {
    roles: allows('set-role', standing) ? ascending.filter(mayGive) : [],
    remove: allows('remove', standing) && !isGeneral && user !== state.me && rank(role) < ownRank,
  };
}
