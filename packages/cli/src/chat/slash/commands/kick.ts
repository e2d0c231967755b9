import type { SlashCommand } from '../slash-command.ts';
import { report, targetOf } from '../target.ts';

export const kick: SlashCommand = {
  name: 'kick',
  usage: '/kick USER [REASON]',
  description: 'remove USER from this room (moderators and owners)',
  argument: 'required',
  complete: ['user'],
  async run(context, argument) {
    const target = targetOf(context, argument);
    if (!target) return;
    const { room, user, rest } = target;
    await report(context, context.client.removeMember(room.id, user, rest === '' ? undefined : rest));
  },
};
