import { failureText, roomLabel } from '@securechat/client/present';
import { roomNamed, shownRoom } from '../../state/selectors.ts';
import { roomNameIn, type SlashCommand } from '../slash-command.ts';

export const leave: SlashCommand = {
  name: 'leave',
  usage: '/leave [ROOM]',
  description: 'leave this room, or ROOM',
  argument: 'optional',
  complete: 'room',
  async run(context, argument) {
    const view = context.view();
    const name = argument === '' ? shownRoom(view)?.name : roomNameIn(context, argument);
    if (!name) return;
    const room = argument === '' ? shownRoom(view) : roomNamed(view.chat, name);
    const left = room && (await context.client.leaveRoom(room.id));
    if (left?.ok) return context.showStatus(`You left ${roomLabel({ name })}.`);
    const isNoMember = !left || (left.error.kind === 'refused' && left.error.refusal.code === 'not_a_member');
    context.showStatus(isNoMember ? `You are not in ${roomLabel({ name })}.` : failureText(left.error), 'warning');
  },
};
