import type { RoomId } from '@securechat/protocol/ids';
import { everybodyIn } from '@securechat/protocol/mention';
import type { EventContent } from '../domain/change.ts';
import { mayDo } from '../domain/permissions.ts';
import type { Caller, Context } from './context.ts';
import type { Presence } from './presence.ts';

/**
 * A message in which `@room` or `@here` mentions all members, or those who are connected, if its author may do that. In a message of somebody
 * else both are plain text. Other messages cost nothing.
 */
export async function withEverybody<C extends EventContent & { readonly room: RoomId }>(
  { store }: Pick<Context, 'store'>,
  presence: Pick<Presence, 'online'>,
  { user }: Caller,
  content: C,
): Promise<C> {
  const { room, names } = content;
  const everybody = everybodyIn(names);
  if (!everybody) return content;
  const { kind, role, archived: isArchived = false } = (await store.room(room, user)) ?? {};
  if (!mayDo('mention-everybody', { kind, role, isArchived, isAdministrator: false })) return content;
  const members = (await store.members(room)).map((member) => member.user);
  const mentioned = everybody === 'room' ? members : await presence.online(members);
  return { ...content, everybody, names: [...new Set([...names, ...mentioned])] };
}
