import { failureText, roomLabel } from '@securechat/client/present';
import { roomIn, type SlashCommand } from '../slash-command.ts';

export const join: SlashCommand = {
  name: 'join',
  usage: '/join ROOM',
  description: 'join a room and switch to it',
  argument: 'required',
  complete: 'room',
  async run(context, argument) {
    const room = roomIn(context, argument);
    if (!room) return;
    if (!context.view().chat.byRoom[room]) {
      const joined = await context.client.joinRoom(room);
      if (!joined.ok) {
        const { error } = joined;
        const missing = error.kind === 'refused' && error.refusal.code === 'no_such_room';
        const message = missing
          ? `There is no room ${roomLabel(room)}. To create it: /create ${room}`
          : failureText(error);
        return context.showStatus(message, 'warning');
      }
    }
    context.dispatch({ kind: 'room-shown', room });
  },
};
