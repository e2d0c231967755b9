import { failureText, roomLabel } from '@securechat/client/present';
import { roomNamed } from '../../state/selectors.ts';
import { roomNameIn, type SlashCommand } from '../slash-command.ts';

export const join: SlashCommand = {
  name: 'join',
  usage: '/join ROOM',
  description: 'join a room and switch to it',
  argument: 'required',
  complete: 'room',
  async run(context, argument) {
    const name = roomNameIn(context, argument);
    if (!name) return;
    const own = roomNamed(context.view().chat, name);
    if (own) return context.dispatch({ kind: 'room-shown', room: own.id });
    const joined = await context.client.joinRoom(name);
    if (joined.ok) return context.dispatch({ kind: 'room-shown', room: joined.value.id });
    const { error } = joined;
    const missing = error.kind === 'refused' && error.refusal.code === 'no_such_room';
    const message = missing
      ? `There is no room ${roomLabel({ name })}. To create it: /create ${name}`
      : failureText(error);
    context.showStatus(message, 'warning');
  },
};
