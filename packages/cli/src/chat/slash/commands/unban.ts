import type { SlashCommand } from '../slash-command.ts';
import { report, targetOf } from '../target.ts';

export const unban: SlashCommand = {
  name: 'unban',
  usage: '/unban USER',
  description: 'lift the ban of USER (moderators and owners)',
  argument: 'required',
  complete: ['user'],
  async run(context, argument) {
    const target = targetOf(context, argument);
    if (target) await report(context, context.client.unbanMember(target.room.id, target.user));
  },
};
