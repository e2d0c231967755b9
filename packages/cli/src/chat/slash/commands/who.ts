import type { RoomState } from '@securechat/client';
import { failureText, personFacts, roomLabel } from '@securechat/client/present';
import { isUserId, type MemberRole, typedUserName, type UserId } from '@securechat/protocol';
import { sayError } from '@securechat/protocol/errors';
import { cleanLine } from '../../../text/clean.ts';
import type { HasClient } from '../../chat-context.ts';
import { shownRoom } from '../../state/selectors.ts';
import type { SlashCommand } from '../slash-command.ts';
import { users } from './users.ts';

/** The role of a member; undefined for anybody else, and if it cannot be fetched. */
async function roleIn({ client }: HasClient, { id, owners }: RoomState, user: UserId): Promise<MemberRole | undefined> {
  if (owners.includes(user)) return 'owner';
  const listed = await client.members(id);
  return listed.ok ? listed.value.items.find((member) => member.user === user)?.role : undefined;
}

export const who: SlashCommand = {
  name: 'who',
  usage: '/who [USER]',
  description:
    'show the display name, the status, the presence and the role of USER here, or list the members of this room',
  argument: 'optional',
  complete: ['user'],
  async run(context, argument, all) {
    if (argument === '') return await users.run?.(context, '', all);
    const user = typedUserName(argument);
    if (!isUserId(user)) return context.showStatus(sayError('no_such_user'), 'warning');
    const person = await context.client.person(user);
    if (!person.ok) return context.showStatus(failureText(person.error), 'warning');
    const room = shownRoom(context.view());
    const role = room && room.kind !== 'direct' ? await roleIn(context, room, user) : undefined;
    const about = room && role !== undefined ? [{ term: 'Role', text: `${role} of ${roomLabel(room)}` }] : [];
    const lines = [...personFacts(person.value, context.clock.nowMs()), ...about];
    context.dispatch({ kind: 'overlay-opened', title: cleanLine(user), lines });
  },
};
