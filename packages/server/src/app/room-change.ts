import type { Refusal } from '@securechat/protocol/errors';
import type { RoomId, UserId } from '@securechat/protocol/ids';
import { err, ok } from '@securechat/protocol/result';
import type { RoomCommand } from '../domain/room-command.ts';
import type { AsyncResult, Caller, Context } from './context.ts';

type CallersPart = 'by' | 'session' | 'atMs';
/** A command without the parts that are the same for all commands of a caller. */
type Change<Command = RoomCommand> = Command extends RoomCommand ? Omit<Command, CallersPart> : never;

/** Whose role suffices for a command. */
const notAllowed: Partial<Record<RoomCommand['kind'], string>> = {
  topic: 'Only the moderators and owners of a room can set its topic.',
  rename: 'Only the owners of a room can rename it.',
  policy: 'Only the owners of a room can change who may invite and what newcomers can read.',
  archive: 'Only the owners of a room can archive it or end that, and #general is never archived.',
  remove: 'Only moderators and owners can remove somebody, and only somebody whose role is lower than theirs.',
  ban: 'Only moderators and owners can ban somebody, and only somebody whose role is lower than theirs.',
  unban: 'Only the moderators and owners of a room can lift a ban.',
  role: 'Only the owners of a room can change this role.',
};

/** Until when the user is banned, what they can do, and why they are; `code` without details if the ban has just ended. */
export async function banRefusal(
  { store, time }: Context,
  { room, user, by }: { readonly room: RoomId; readonly user: UserId; readonly by: UserId },
  code: 'banned' | 'not_a_member' = 'banned',
): Promise<Refusal> {
  const ban = await store.ban(room, user, time.earliestMs());
  if (!ban) return { code };
  const who = user === by ? 'You are' : `${user} is`;
  const until = ban.untilMs === undefined ? '' : ` until ${minute(ban.untilMs)}`;
  const lift = `Its owners and moderators can lift the ban${until === '' ? '' : ' earlier'}.`;
  const why = ban.reason === undefined || user !== by ? '' : ` The reason given: ${ban.reason}`;
  return { code, detail: `${who} banned from that room${until}. ${lift}${why}` };
}

/** The first full minute that is not before a time: `2026-11-30 14:05 UTC`. */
export function minute(ms: number): string {
  return `${new Date(Math.ceil(ms / 60_000) * 60_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

async function refusalOf(ctx: Context, user: UserId, asked: Change, code: Refusal['code']): Promise<Refusal> {
  if (code === 'banned') return await banRefusal(ctx, { room: asked.room, user, by: user });
  const detail = code === 'not_allowed' ? notAllowed[asked.kind] : undefined;
  return { code, ...(detail !== undefined && { detail }) };
}

/** Stores a change of a room and publishes its events. */
export async function changeRoom(ctx: Context, { user: by, session }: Caller, asked: Change): AsyncResult<void> {
  const changed = await ctx.store.changeRoom({ ...asked, by, session, atMs: ctx.clock.nowMs() });
  if (!changed.ok) return err(await refusalOf(ctx, by, asked, changed.error));
  for (const event of changed.value) ctx.bus.publish({ kind: 'event', event });
  return ok(undefined);
}
