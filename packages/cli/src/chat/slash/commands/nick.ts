import { asSentence } from '@securechat/client/present';
import { cleanLine } from '../../../text/clean.ts';
import { ownProfile, removes, setProfile } from '../own-profile.ts';
import type { SlashCommand } from '../slash-command.ts';

export const nick: SlashCommand = {
  name: 'nick',
  usage: '/nick [NAME]',
  description: 'show or set the display name beside your user name (/nick none removes it)',
  argument: 'optional',
  async run(context, argument) {
    const { user, displayName } = ownProfile(context);
    if (argument === '') {
      const now =
        displayName === undefined ? 'You have no display name.' : asSentence(`You are ${cleanLine(displayName)}`);
      return context.showStatus(`${now} Set one: /nick NAME`);
    }
    const isRemoval = removes(argument);
    await setProfile(
      context,
      { displayName: isRemoval ? '' : argument },
      isRemoval
        ? 'Your display name was removed.'
        : `${asSentence(`Your display name is ${cleanLine(argument)}`)} Others still mention you as @${user}.`,
    );
  },
};
