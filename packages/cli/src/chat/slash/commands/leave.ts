import { failureText, roomLabel } from '@securechat/client/present';
import { shownRoom } from '../../state/selectors.ts';
import { roomIn, type SlashCommand } from '../slash-command.ts';

export const leave: SlashCommand = {
  name: 'leave',
  usage: '/leave [ROOM]',
  description: 'leave this room, or ROOM',
  argument: 'optional',
  complete: 'room',
  async run(context, argument) {
    const room = argument === '' ? shownRoom(context.view())?.id : roomIn(context, argument);
    if (!room) return;
    const left = await context.client.leaveRoom(room);
    if (left.ok) return context.showStatus(`You left ${roomLabel(room)}.`);
    const { error } = left;
    const isNoMember = error.kind === 'refused' && error.refusal.code === 'not_a_member';
    context.showStatus(isNoMember ? `You are not in ${roomLabel(room)}.` : failureText(error), 'warning');
  },
};
