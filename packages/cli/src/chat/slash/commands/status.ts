import { cleanLine } from '../../../text/clean.ts';
import { ownProfile, removes, setProfile } from '../own-profile.ts';
import type { SlashCommand } from '../slash-command.ts';

export const status: SlashCommand = {
  name: 'status',
  usage: '/status [TEXT]',
  description: 'show or set your status, one line beside your name (/status none removes it)',
  argument: 'optional',
  async run(context, argument) {
    const now = ownProfile(context).status;
    if (argument === '')
      return context.showStatus(now === undefined ? 'You have no status.' : `Your status is: ${cleanLine(now)}`);
    const isRemoval = removes(argument);
    const done = isRemoval ? 'Your status was removed.' : `Your status is: ${cleanLine(argument)}`;
    await setProfile(context, { status: isRemoval ? '' : argument }, done);
  },
};
