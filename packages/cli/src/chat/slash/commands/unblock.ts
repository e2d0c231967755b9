import { blockChange, isBlocked } from '@securechat/client';
import { isUserId } from '@securechat/protocol';
import { cleanLine } from '../../../text/clean.ts';
import type { SlashCommand } from '../slash-command.ts';

export const unblock: SlashCommand = {
  name: 'unblock',
  usage: '/unblock USER',
  description: 'show the messages of USER again',
  argument: 'required',
  complete: ['blocked'],
  run(context, argument) {
    const user = argument.replace(/^@/, '').toLowerCase();
    if (!isUserId(user) || !isBlocked(context.view().chat, user)) {
      return context.showStatus(`${cleanLine(user)} is not blocked. To list whom you have blocked: /block`, 'warning');
    }
    context.client.setUserState([blockChange(user, false)]);
    context.showStatus(`${user} is no longer blocked.`);
  },
};
