import { failureText, pendingText, roomLabel, unusedLinksText } from '@securechat/client/present';
import { isUserId, typedUserName } from '@securechat/protocol';
import { cleanLine } from '../../../text/clean.ts';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';

export const revoke: SlashCommand = {
  name: 'revoke',
  usage: '/revoke [USER]',
  description:
    'revoke the invitation of USER to this room, or its unused links: /revoke --links; without USER, list both',
  argument: 'optional',
  complete: ['person'],
  async run(context, argument) {
    const { client, dispatch, showStatus } = context;
    const room = shownRoom(context.view());
    if (!room) return showStatus(noRoomYet, 'warning');
    if (argument === '') {
      const listed = await client.roomInvitations(room.id);
      if (!listed.ok) return showStatus(failureText(listed.error), 'warning');
      const { invitations, links } = listed.value;
      const lines = invitations.map((pending) => ({ text: pendingText(pending) }));
      if (links > 0) lines.push({ text: unusedLinksText(links) });
      if (lines.length === 0) return showStatus('There are no pending invitations and no unused links.');
      return dispatch({ kind: 'overlay-opened', title: 'Pending (/revoke USER, /revoke --links)', lines });
    }
    const isLinks = argument === '--links';
    const user = typedUserName(argument);
    if (!isLinks && !isUserId(user)) return showStatus('Name one user, as in /revoke bob', 'warning');
    const revoked = await client.revokeInvitation(room.id, isLinks || !isUserId(user) ? undefined : user);
    if (!revoked.ok) return showStatus(failureText(revoked.error), 'warning');
    const what = isLinks ? 'the unused links' : `the invitation of ${cleanLine(user)}`;
    showStatus(`Revoked ${what} to ${roomLabel(room)}.`);
  },
};
