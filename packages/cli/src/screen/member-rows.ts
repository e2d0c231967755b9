import type { RoomState } from '@securechat/client';
import type { UserId } from '@securechat/protocol';
import { cleanLine } from '../text/clean.ts';
import { fitRow, padRow, type Row, span } from '../text/rows.ts';

type Members = {
  readonly room: RoomState | undefined;
  /** The members by name, as far as they were asked for. */
  readonly known: readonly string[];
  readonly me: UserId | undefined;
};

/** How many members, in words. */
export function membersInWords(members: number): string {
  return `${members} ${members === 1 ? 'member' : 'members'}`;
}

/** The members of the shown room as rows: who is here first, then who is not, and how many more there are. */
export function memberRows({ room, known, me }: Members, columns: number, rows: number): Row[] {
  if (!room) return [];
  const here = [...room.online].sort();
  const present: ReadonlySet<string> = new Set(here);
  const away = known.filter((user) => !present.has(user)).sort();
  // Whoever is connected is here, too: nobody means that it is not known.
  const words = here.length > 0 ? `${here.length} here` : membersInWords(room.members);
  const title = fitRow([span(` ${words}`, 'strong')], columns);
  const lines = [
    ...here.map((user): Row => [span(' ● ', 'good'), span(cleanLine(user), user === me ? 'own' : 'plain')]),
    ...away.map((user): Row => [span('   '), span(cleanLine(user), 'muted')]),
  ];
  const space = rows - 1;
  // The last row tells of those that have no row.
  const isAll = lines.length <= space && lines.length >= room.members;
  const shown = isAll ? lines : lines.slice(0, Math.max(0, space - 1));
  const more = Math.max(lines.length, room.members) - shown.length;
  const rest: Row[] = more > 0 ? [[span(`   ${more} more`, 'muted')]] : [];
  return [title, ...shown, ...rest].slice(0, rows).map((row) => padRow(row, columns));
}
