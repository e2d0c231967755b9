import { readDuration } from '@securechat/client/present';
import type { SlashCommand } from '../slash-command.ts';
import { report, targetOf } from '../target.ts';

export const ban: SlashCommand = {
  name: 'ban',
  usage: '/ban USER [DURATION] [REASON]',
  description: 'remove USER and keep them out, for 30m, 12h, 7d or until /unban (moderators and owners)',
  argument: 'required',
  complete: ['user'],
  async run(context, argument) {
    const target = targetOf(context, argument);
    if (!target) return;
    const { room, user, rest } = target;
    const [first = '', ...others] = rest.split(/\s+/);
    // A reason that begins with a digit is more likely a mistyped duration.
    const duration = /^\d/.test(first) ? readDuration(first) : undefined;
    if (duration && !duration.ok) return context.showStatus(duration.error, 'warning');
    const reason = duration ? others.join(' ') : rest;
    const ban = { forMs: duration?.value, ...(reason !== '' && { reason }) };
    await report(context, context.client.banMember(room.id, user, ban));
  },
};
