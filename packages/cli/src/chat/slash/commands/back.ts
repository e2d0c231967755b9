import { ownProfile, setProfile } from '../own-profile.ts';
import type { SlashCommand } from '../slash-command.ts';

export const back: SlashCommand = {
  name: 'back',
  usage: '/back',
  description: 'end being away',
  argument: 'none',
  async run(context) {
    if (ownProfile(context).away === undefined) return context.showStatus('You are not away.');
    await setProfile(context, { away: null }, 'You are no longer away.');
  },
};
