import { blockChange, blockedUsers, type RoomState } from '@securechat/client';
import { isUserId } from '@securechat/protocol';
import { cleanLine } from '../../../text/clean.ts';
import { shownRoom } from '../../state/selectors.ts';
import { leaveShown } from '../room-meant.ts';
import type { SlashCommand } from '../slash-command.ts';

const isWith = (room: RoomState | undefined, user: string): room is RoomState =>
  room?.kind === 'direct' && room.with?.some((other) => other === user) === true;

export const block: SlashCommand = {
  name: 'block',
  usage: '/block [USER]',
  description: 'fold the messages of USER, and hide their direct messages; without USER, list whom you have blocked',
  argument: 'optional',
  complete: ['person'],
  run(context, argument) {
    const { chat, ui } = context.view();
    if (argument === '') {
      const lines = blockedUsers(chat).map((user) => ({ text: cleanLine(user) }));
      if (lines.length === 0) return context.showStatus('You have blocked nobody.');
      return context.dispatch({ kind: 'overlay-opened', title: 'Blocked (/unblock USER)', lines });
    }
    const user = argument.replace(/^@/, '').toLowerCase();
    if (!isUserId(user)) return context.showStatus('Name one user, as in /block bob', 'warning');
    if (user === chat.me) return context.showStatus('You cannot block yourself.', 'warning');
    const shown = shownRoom({ chat, ui });
    if (isWith(shown, user)) leaveShown(context, shown);
    context.client.setUserState([blockChange(user, true)]);
    context.showStatus(`You have blocked ${user}. They are not notified. /unblock ${user} ends it.`);
  },
};
