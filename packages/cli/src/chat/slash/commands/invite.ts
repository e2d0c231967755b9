import { roomLink } from '@securechat/client';
import { failureText, roomLabel, sayDay } from '@securechat/client/present';
import { cleanLine } from '../../../text/clean.ts';
import { shownRoom } from '../../state/selectors.ts';
import { noRoomYet, type SlashCommand } from '../slash-command.ts';

export const invite: SlashCommand = {
  name: 'invite',
  usage: '/invite [USER]',
  description: 'invite USER to this room, or show a link and a code for one person',
  argument: 'optional',
  complete: ['person'],
  async run(context, argument) {
    const room = shownRoom(context.view());
    if (!room) return context.showStatus(noRoomYet, 'warning');
    if (argument === '') {
      const link = await context.client.inviteByLink(room.id);
      if (!link.ok) return context.showStatus(failureText(link.error), 'warning');
      const { code, expiresMs } = link.value;
      const until = sayDay(expiresMs, Date.now()).at(-1);
      const lines = [
        { text: `In a browser: ${cleanLine(roomLink(`wss://${context.view().serverName}`, code))}` },
        { text: `In the terminal: /join ${cleanLine(code)}` },
      ];
      const title = `One person can join ${roomLabel(room)} until ${until}`;
      return context.dispatch({ kind: 'overlay-opened', title, lines });
    }
    const invited = await context.client.invite(room.id, argument);
    const user = cleanLine(argument.replace(/^@/, ''));
    if (!invited.ok) {
      const { error } = invited;
      const lift = error.kind === 'refused' && error.refusal.code === 'banned' ? ` To lift it: /unban ${user}` : '';
      return context.showStatus(`${failureText(error)}${lift}`, 'warning');
    }
    context.showStatus(`Invited ${user} to ${roomLabel(room)}.`);
  },
};
