import { setProfile } from '../own-profile.ts';
import type { SlashCommand } from '../slash-command.ts';

export const invisible: SlashCommand = {
  name: 'invisible',
  usage: '/invisible [off]',
  description: 'hide from everybody whether you are online or typing; you do not see it of others either',
  argument: 'optional',
  async run(context, argument) {
    const word = argument.toLowerCase();
    if (word === 'off') return await setProfile(context, { hidden: false }, 'You are visible again.');
    if (word !== '' && word !== 'on') return context.showStatus('Usage: /invisible or /invisible off', 'warning');
    const done =
      'You are invisible: nobody sees whether you are online or typing, nor do you see it of others. /invisible off ends it.';
    await setProfile(context, { hidden: true }, done);
  },
};
