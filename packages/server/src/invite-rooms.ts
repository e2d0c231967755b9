import { err, generalRoom, isRoomName, limits, ok, type Result, typedRoomName } from '@securechat/protocol';
import { didYouMean } from '@securechat/protocol/did-you-mean';
import type { InviteRoom, OperatorRoom } from './ports/invite-store.ts';
import type { Store } from './ports/store.ts';

/** A room as operators name it: by its name, or the id of a room without one. */
export function roomHandle({ room, name }: Pick<InviteRoom, 'room' | 'name'>): string {
  return name ?? room;
}

/** One of several rooms of a name: `r4k2… (private, 3 members, owner ada)`. */
function oneOf({ room, kind, members, owners }: OperatorRoom): string {
  const owned = owners.length === 0 ? '' : `, owned by ${owners.join(' and ')}`;
  return `${room} (${kind}, ${members} ${members === 1 ? 'member' : 'members'}${owned})`;
}

const noDirect = 'A direct room always has the same people, so no invite can carry it.';

async function find(
  store: Pick<Store, 'roomNamed'>,
  all: readonly OperatorRoom[],
  typed: string,
  nowMs: number,
): Promise<Result<OperatorRoom, string>> {
  if (typed.trim().startsWith('@')) return err(noDirect);
  const name = typedRoomName(typed);
  const listed = isRoomName(name) ? await store.roomNamed(name, nowMs) : undefined;
  const named = all.filter((each) => each.name === name || each.room === listed);
  // A name first, as for users: ids of old rooms are names that other rooms may have now.
  const [found, ...others] = named.length > 0 ? named : all.filter(({ room }) => room === name);
  if (!found) {
    const names = all.flatMap((each) => each.name ?? []).sort();
    const advice = didYouMean(name, names) || ' The command securechat rooms lists rooms.';
    return err(`There is no room ${JSON.stringify(typed)}.${advice}`);
  }
  if (others.length > 0) {
    const ids = named.map(oneOf).join(', ');
    return err(`${named.length} rooms are called ${name}: ${ids}. Use the id of the one that you mean.`);
  }
  if (found.kind === 'direct') return err(noDirect);
  if (found.archived)
    return err(`The room ${roomHandle(found)} is archived, so nobody can join it. Its owners can end that.`);
  return ok(found);
}

/** The rooms that an operator has named for an invite, each once. `general` is left out: everybody joins it anyway. The error is a sentence. */
export async function findInviteRooms(
  store: Pick<Store, 'roomNamed' | 'allRooms'>,
  typed: readonly string[],
  nowMs: number,
): Promise<Result<readonly InviteRoom[], string>> {
  if (typed.length === 0) return ok([]);
  const all = await store.allRooms();
  const rooms = new Map<string, InviteRoom>();
  for (const each of typed) {
    const found = await find(store, all, each, nowMs);
    if (!found.ok) return found;
    const { room, name } = found.value;
    if (room !== generalRoom) rooms.set(room, { room, name, state: 'open' });
  }
  const most = limits.roomsPerInvite;
  if (rooms.size > most) return err(`An invite can carry ${most} rooms at most, and these are ${rooms.size}.`);
  return ok([...rooms.values()]);
}
