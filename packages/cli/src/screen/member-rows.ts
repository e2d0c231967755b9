import type { RoomState } from '@securechat/client';
import type { UserId } from '@securechat/protocol';
import { cleanLine } from '../text/clean.ts';
import { fitRow, padRow, type Row, span } from '../text/rows.ts';

type Members = {
  readonly room: RoomState | undefined;
  /** The members by name, as far as they were fetched. */
  readonly known: readonly string[];
  readonly me: UserId | undefined;
};

/** The number of members, in words. */
export function membersInWords(members: number): string {
  return `${members} ${members === 1 ? 'member' : 'members'}`;
}

/** The members of the shown room as rows: those online first, then the others, and how many more there are. */
export function memberRows({ room, known, me }: Members, columns: number, rows: number): Row[] {
  if (!room) return [];
  const here = [...room.online].sort();
  const present: ReadonlySet<string> = new Set(here);
  const away = known.filter((user) => !present.has(user)).sort();
  // A connected user is listed even if the members were not fetched.
  const words = here.length > 0 ? `${here.length} online` : membersInWords(room.members);
  const title = fitRow([span(` ${words}`, 'strong')], columns);
  const lines = [
    ...here.map((user): Row => [span(' ● ', 'good'), span(cleanLine(user), user === me ? 'own' : 'plain')]),
    ...away.map((user): Row => [span('   '), span(cleanLine(user), 'muted')]),
  ];
  const space = rows - 1;
  // The last row has the number of members without a row.
  const isAll = lines.length <= space && lines.length >= room.members;
  const shown = isAll ? lines : lines.slice(0, Math.max(0, space - 1));
  const more = Math.max(lines.length, room.members) - shown.length;
  const rest: Row[] = more > 0 ? [[span(`   ${more} more`, 'muted')]] : [];
  return [title, ...shown, ...rest].slice(0, rows).map((row) => padRow(row, columns));
}
