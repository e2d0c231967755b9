import { failureText, invitationTo, roomLabel } from '@securechat/client/present';
import { noSuchInvitation, type SlashCommand } from '../slash-command.ts';

export const decline: SlashCommand = {
  name: 'decline',
  usage: '/decline [ROOM]',
  description: 'decline an invitation to a room',
  argument: 'optional',
  complete: ['invitation'],
  async run(context, argument) {
    const pending = context.view().chat.invitations;
    const invitation = invitationTo(pending, argument);
    if (!invitation) return context.showStatus(noSuchInvitation(pending), 'warning');
    const declined = await context.client.declineInvitation(invitation.room);
    if (!declined.ok) return context.showStatus(failureText(declined.error), 'warning');
    context.showStatus(`Declined the invitation to ${roomLabel(invitation)}.`);
  },
};
