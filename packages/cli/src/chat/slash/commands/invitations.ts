import { invitationHandle, invitationSentence } from '@securechat/client/present';
import type { SlashCommand } from '../slash-command.ts';

export const invitations: SlashCommand = {
  name: 'invitations',
  usage: '/invitations',
  description: 'list the rooms that you are invited to',
  argument: 'none',
  run(context) {
    const pending = context.view().chat.invitations;
    if (pending.length === 0) return context.showStatus('Nobody has invited you to a room.');
    const lines = pending.map((each) => ({ text: `${invitationSentence(each)}: /accept ${invitationHandle(each)}` }));
    context.dispatch({ kind: 'overlay-opened', title: 'Invitations (/accept ROOM, /decline ROOM)', lines });
  },
};
