import { ownershipWarning } from '@securechat/client/present';
import { memberRole } from '@securechat/protocol';
import type { SlashCommand } from '../slash-command.ts';
import { report, targetOf } from '../target.ts';

export const role: SlashCommand = {
  name: 'role',
  usage: '/role USER ROLE',
  description: 'make USER an owner, a moderator, a member or a reader of this room (owners)',
  argument: 'required',
  complete: ['user', 'role'],
  async run(context, argument) {
    const target = targetOf(context, argument);
    if (!target) return;
    const { room, user, rest } = target;
    const [typed = '', confirmation = ''] = rest.toLowerCase().split(/\s+/);
    const role = memberRole.options.find((option) => option === typed);
    if (!role) return context.showStatus('A role is one of owner, moderator, member and reader.', 'warning');
    const isGivenUp = user === context.view().chat.me && room.role === 'owner' && role !== 'owner';
    if (isGivenUp && confirmation !== 'yes') {
      return context.showStatus(`${ownershipWarning} To do it: /role ${user} ${role} yes`, 'warning');
    }
    await report(context, context.client.setRole(room.id, user, role));
  },
};
