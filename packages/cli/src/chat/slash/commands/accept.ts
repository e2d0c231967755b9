import { roomCodeIn } from '@securechat/client';
import { invitationTo } from '@securechat/client/present';
import { joinByCode, showJoined } from '../join-by-code.ts';
import { noSuchInvitation, type SlashCommand } from '../slash-command.ts';

export const accept: SlashCommand = {
  name: 'accept',
  usage: '/accept [ROOM or CODE]',
  description: 'join a room that you are invited to, or with a code or link',
  argument: 'optional',
  complete: ['invitation'],
  async run(context, argument) {
    const pending = context.view().chat.invitations;
    const invitation = invitationTo(pending, argument);
    if (invitation) return showJoined(context, await context.client.acceptInvitation({ room: invitation.room }));
    const code = roomCodeIn(argument);
    if (!code) return context.showStatus(noSuchInvitation(pending), 'warning');
    const accepted = await joinByCode(context, code);
    if (accepted) showJoined(context, accepted);
  },
};
