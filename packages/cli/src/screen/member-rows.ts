import type { People, RoomState } from '@securechat/client';
import { membersInWords, profileText } from '@securechat/client/present';
import type { MemberRole, UserId } from '@securechat/protocol';
import type { KnownMember } from '../chat/completion/model.ts';
import { cleanLine } from '../text/clean.ts';
import { fitRow, padRow, type Row, span } from '../text/rows.ts';

type Members = {
  readonly room: RoomState | undefined;
  /** The members, as far as they were fetched. */
  readonly known: readonly KnownMember[];
  readonly me: UserId | undefined;
  readonly people: People;
};

/** Roles as they stand beside names, short enough for the narrowest column. */
const shortRoles: Readonly<Record<MemberRole, string>> = {
  owner: 'owner',
  moderator: 'mod',
  member: '',
  reader: 'reader',
};

/**
 * Roles other than `member`, by user and in short. The room's events tell of owners and of the user's own role at once; other roles are as they were
 * when the members were fetched.
 */
function rolesOf({ owners, role }: RoomState, known: readonly KnownMember[], me: UserId | undefined) {
  const roles = new Map<string, MemberRole>(known.map((member) => [member.user, member.role]));
  for (const [user, listed] of roles) if (listed === 'owner') roles.set(user, 'member');
  if (me !== undefined && role !== undefined) roles.set(me, role);
  for (const user of owners) roles.set(user, 'owner');
  return (user: string): string => {
    const its = roles.get(user) ?? 'member';
    return shortRoles[its];
  };
}

/** What stands beside the name, as far as there is space: role and profile. */
function about(people: People, user: string, role: string): Row {
  const profile = people[user];
  const words = [role, profile ? profileText(profile) : ''].filter((part) => part !== '');
  return words.length === 0 ? [] : [span(`  ${words.join(' · ')}`, 'muted')];
}

/** The members of the shown room as rows: those online first, then the others, and how many more there are. */
export function memberRows({ room, known, me, people }: Members, columns: number, rows: number): Row[] {
  if (!room) return [];
  const here = [...room.online].sort();
  const present: ReadonlySet<string> = new Set(here);
  const away = known
    .map(({ user }) => user)
    .filter((user) => !present.has(user))
    .sort();
  // Both people of a direct room have the same rights.
  const roleOf = room.kind === 'direct' ? () => '' : rolesOf(room, known, me);
  // A connected user is listed even if the members were not fetched.
  const words = here.length > 0 ? `${here.length} online` : membersInWords(room.members);
  const title = fitRow([span(` ${words}`, 'strong')], columns);
  const lines = [
    ...here.map((user): Row => {
      const isAway = people[user]?.away !== undefined;
      const mark = isAway ? span(' ○ ', 'warning') : span(' ● ', 'good');
      return [mark, span(cleanLine(user), user === me ? 'own' : 'plain'), ...about(people, user, roleOf(user))];
    }),
    ...away.map((user): Row => [span('   '), span(cleanLine(user), 'muted'), ...about(people, user, roleOf(user))]),
  ];
  const space = rows - 1;
  // The last row has the number of members without a row.
  const isAll = lines.length <= space && lines.length >= room.members;
  const shown = isAll ? lines : lines.slice(0, Math.max(0, space - 1));
  const more = Math.max(lines.length, room.members) - shown.length;
  const rest: Row[] = more > 0 ? [[span(`   ${more} more`, 'muted')]] : [];
  return [title, ...shown, ...rest].slice(0, rows).map((row) => padRow(row, columns));
}
