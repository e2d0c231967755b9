import { failureText } from '@securechat/client/present';
import { cleanLine } from '../../../text/clean.ts';
import { roomNameIn, type SlashCommand } from '../slash-command.ts';

export const create: SlashCommand = {
  name: 'create',
  usage: '/create ROOM [TOPIC]',
  description: 'create a room',
  argument: 'required',
  async run(context, argument) {
    const [, name = '', topic = ''] = /^(\S+)\s*(.*)$/s.exec(argument) ?? [];
    const roomName = roomNameIn(context, name);
    if (!roomName) return;
    const made = await context.client.createRoom(roomName, ...(topic === '' ? [] : [cleanLine(topic)]));
    if (!made.ok) return context.showStatus(failureText(made.error), 'warning');
    context.dispatch({ kind: 'room-shown', room: made.value.id });
  },
};
