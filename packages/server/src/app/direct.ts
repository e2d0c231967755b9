import type { Refusal } from '@securechat/protocol/errors';
import type { UserId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import type { RoomSummary } from '@securechat/protocol/model';
import { err } from '@securechat/protocol/result';
import { userNamed } from '../domain/account.ts';
import type { AsyncResult, Caller, Context } from './context.ts';
import { changeRoom } from './room-change.ts';
import { summary } from './rooms.ts';

/** Opens the direct room with another user, or the caller's notes; creates it if there is none. */
export async function openDirect(ctx: Context, caller: Caller, typed: string): AsyncResult<RoomSummary> {
  const user = userNamed(typed);
  if (!user.ok) return user;
  const ids = [ctx.ids.eventId(), ctx.ids.eventId(), ctx.ids.eventId()] as const;
  const command = {
    kind: 'open-direct',
    room: ctx.ids.roomId(),
    user: user.value,
    ids,
    maxDirectRooms: limits.directRoomsPerUser,
  } as const;
  const opened = await changeRoom(ctx, caller, command);
  if (!opened.ok) return opened.error.code === 'no_such_user' ? err(await whyNobody(ctx, user.value)) : opened;
  // Another request, also of the other user, may have created it first.
  const room = await ctx.store.directRoom(caller.user, user.value);
  return room === undefined ? err({ code: 'no_such_room' }) : await summary(ctx, room, caller);
}

async function whyNobody(ctx: Context, user: UserId): Promise<Refusal> {
  const account = await ctx.store.account(user);
  if (account === undefined) return { code: 'no_such_user' };
  const state = account.deletedMs === undefined ? 'is disabled' : 'was deleted';
  return { code: 'no_such_user', detail: `The account of ${user} ${state}, so nobody would read your message.` };
}
