import { roomCodeIn } from '@securechat/client';
import { failureText, roomLabel } from '@securechat/client/present';
import { roomNamed } from '../../state/selectors.ts';
import { joinByCode, showJoined } from '../join-by-code.ts';
import { roomNameIn, type SlashCommand } from '../slash-command.ts';

export const join: SlashCommand = {
  name: 'join',
  usage: '/join ROOM or LINK',
  description: 'join a room, also with a link or code, and switch to it',
  argument: 'required',
  complete: ['room'],
  async run(context, argument) {
    const code = roomCodeIn(argument);
    const byCode = code && (await joinByCode(context, code));
    // What has the form of a code, but is none, may be the name of a room.
    if (code && (code.server !== undefined || byCode?.ok)) return byCode && showJoined(context, byCode);
    const name = roomNameIn(context, argument);
    if (!name) return;
    const own = roomNamed(context.view().chat, name);
    if (own) return context.dispatch({ kind: 'room-shown', room: own.id });
    const joined = await context.client.joinRoom(name);
    if (joined.ok) return showJoined(context, joined);
    if (byCode) return showJoined(context, byCode);
    const { error } = joined;
    const missing = error.kind === 'refused' && error.refusal.code === 'no_such_room';
    const message = missing
      ? `There is no room ${roomLabel({ name })}. To create it: /create ${name}`
      : failureText(error);
    context.showStatus(message, 'warning');
  },
};
