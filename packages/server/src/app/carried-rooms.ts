import { generalRoom } from '@securechat/protocol/ids';
import type { RoomEvent, RoomSummary } from '@securechat/protocol/model';
import type { MissedRoom } from '../domain/decide-sign-up.ts';
import type { Caller, Context } from './context.ts';

/** The rooms of an invite after a sign-up, in its order: those that the new user has joined, and those that nobody can join any more. */
export type CarriedRooms = { readonly joined: readonly RoomSummary[]; readonly missed: readonly MissedRoom[] };

/** What became of the rooms of an invite, by the outcome of a sign-up with it. */
export async function carriedRooms(
  { store }: Pick<Context, 'store'>,
  { user }: Caller,
  { events, missed }: { readonly events: readonly RoomEvent[]; readonly missed: readonly MissedRoom[] },
): Promise<CarriedRooms> {
  const rooms = events.map(({ room }) => room).filter((room) => room !== generalRoom);
  const joined = await Promise.all(rooms.map((room) => store.room(room, user)));
  return { joined: joined.filter((room) => room !== undefined), missed };
}
