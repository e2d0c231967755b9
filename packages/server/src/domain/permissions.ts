// Runs in the writer thread: relative files and types only.
import type { MemberRole, RoomInviters, RoomKind } from '@securechat/protocol/model';

type Rule = {
  /** The lowest role that may do it in a public or private room. */
  readonly least: MemberRole;
  /** Whether the members of a direct room may do it. */
  readonly direct: boolean;
  /** Whether an administrator of the server may do it in every public room, as a member or not. */
  readonly administrator: boolean;
  /** Whether it can be done in an archived room. */
  readonly archived?: boolean;
};

/** Everything in a room that depends on roles. All that a room allows, it allows here. */
const rules = {
  read: { least: 'reader', direct: true, administrator: false, archived: true },
  send: { least: 'member', direct: true, administrator: false },
  /** One's own messages; also to delete them. */
  edit: { least: 'member', direct: true, administrator: false },
  /** The messages of others. */
  'delete-message': { least: 'moderator', direct: false, administrator: true },
  /** With `@room` and `@here`. */
  'mention-everybody': { least: 'moderator', direct: false, administrator: false },
  leave: { least: 'reader', direct: false, administrator: false, archived: true },
  /** Where only moderators and owners invite, `moderator`. */
  invite: { least: 'member', direct: false, administrator: false },
  topic: { least: 'moderator', direct: false, administrator: true },
  remove: { least: 'moderator', direct: false, administrator: true },
  ban: { least: 'moderator', direct: false, administrator: true },
  /** Every role but `owner`. */
  'set-role': { least: 'owner', direct: false, administrator: true },
  'make-owner': { least: 'owner', direct: false, administrator: false },
  rename: { least: 'owner', direct: false, administrator: false },
  /** Who invites, and what newcomers can read. */
  policy: { least: 'owner', direct: false, administrator: false },
  archive: { least: 'owner', direct: false, administrator: false, archived: true },
  /** Only some time after it was archived. */
  delete: { least: 'owner', direct: false, administrator: false, archived: true },
} as const satisfies Record<string, Rule>;

/** What somebody wants to do in a room. */
export type Action = keyof typeof rules;

const isAction = (name: string): name is Action => Object.hasOwn(rules, name);
/** All actions, in the order of the table. */
export const actions: readonly Action[] = Object.keys(rules).filter(isAction);

/** Who asks, and where. */
export type Standing = {
  /** Undefined if there is no such room. */
  readonly kind: RoomKind | undefined;
  /** The role of the user who asks; undefined for others than members. */
  readonly role: MemberRole | undefined;
  /** Whether the user administrates the server. */
  readonly isAdministrator: boolean;
  /** Whether the room is archived. */
  readonly isArchived?: boolean;
  /** Who may invite; without it, all members but readers. */
  readonly inviters?: RoomInviters | undefined;
};

const ranks: Readonly<Record<MemberRole, number>> = { reader: 1, member: 2, moderator: 3, owner: 4 };
const rankOf = (role: MemberRole | undefined): number => (role === undefined ? 0 : ranks[role]);

/** Whether somebody of this standing may do this. */
export function mayDo(action: Action, standing: Standing): boolean {
  const { kind, role, isAdministrator, isArchived = false } = standing;
  const { least: usual, direct, administrator, archived = false }: Rule = rules[action];
  const least = action === 'invite' && standing.inviters === 'moderators' ? 'moderator' : usual;
  if (isArchived && !archived) return false;
  if (kind === 'public' && isAdministrator && administrator) return true;
  if (kind === undefined || role === undefined) return false;
  if (kind !== 'direct') return rankOf(role) >= rankOf(least);
  // Who is left alone in a direct room is its reader.
  return direct && rankOf(role) >= Math.min(rankOf(least), rankOf('member'));
}

/**
 * Why somebody of this standing may not do this; undefined if they may. Who is not a member learns nothing else, and of a room that is not
 * public not even that it exists.
 */
export function refusalTo(
  action: Action,
  standing: Standing,
): 'no_such_room' | 'not_a_member' | 'not_allowed' | 'direct_room' | 'room_closed' | 'archived' | undefined {
  if (mayDo(action, standing)) return undefined;
  if (standing.isArchived && mayDo(action, { ...standing, isArchived: false })) return 'archived';
  if (standing.role === undefined) return standing.kind === 'public' ? 'not_a_member' : 'no_such_room';
  if (standing.kind !== 'direct') return 'not_allowed';
  return mayDo(action, { ...standing, role: 'member' }) ? 'room_closed' : 'direct_room';
}

/** Whether somebody of this standing is above a member of this role. An administrator is above moderators in public rooms. */
export function outranks({ kind, role, isAdministrator }: Standing, other: MemberRole | undefined): boolean {
  return rankOf(other) < rankOf(kind === 'public' && isAdministrator ? 'owner' : role);
}
