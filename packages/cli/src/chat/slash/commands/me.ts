import type { SlashCommand } from '../slash-command.ts';

export const me: SlashCommand = {
  name: 'me',
  usage: '/me ACTION',
  description: 'send an action: * ada waves',
  argument: 'required',
};
