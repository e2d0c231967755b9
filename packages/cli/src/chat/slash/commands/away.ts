import { asSentence } from '@securechat/client/present';
import { cleanLine } from '../../../text/clean.ts';
import { setProfile } from '../own-profile.ts';
import type { SlashCommand } from '../slash-command.ts';

export const away: SlashCommand = {
  name: 'away',
  usage: '/away [REASON]',
  description: 'show you as away until you type /back; also happens by itself after 10 minutes without a key',
  argument: 'optional',
  run: (context, argument) =>
    setProfile(
      context,
      { away: argument },
      `${asSentence(`You are away${argument === '' ? '' : `: ${cleanLine(argument)}`}`)} /back ends it.`,
    ),
};
