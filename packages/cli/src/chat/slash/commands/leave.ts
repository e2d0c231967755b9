import { failureText, labelInSentence } from '@securechat/client/present';
import { roomNamed, shownRoom } from '../../state/selectors.ts';
import { noRoomYet, roomNameIn, type SlashCommand } from '../slash-command.ts';

export const leave: SlashCommand = {
  name: 'leave',
  usage: '/leave [ROOM]',
  description: 'leave this room, or ROOM',
  argument: 'optional',
  complete: ['room'],
  async run(context, argument) {
    const view = context.view();
    const room = argument === '' ? shownRoom(view) : roomNamed(view.chat, argument);
    const name = room || argument === '' ? undefined : roomNameIn(context, argument);
    if (!room && argument !== '' && !name) return;
    if (!room && name === undefined) return context.showStatus(noRoomYet, 'warning');
    const label = labelInSentence(room ?? { name });
    const left = room && (await context.client.leaveRoom(room.id));
    if (left?.ok) return context.showStatus(`You left ${label}.`);
    const isNoMember =
      !left || (left.error.kind === 'refused' && ['not_a_member', 'no_such_room'].includes(left.error.refusal.code));
    context.showStatus(isNoMember ? `You are not in ${label}.` : failureText(left.error), 'warning');
  },
};
