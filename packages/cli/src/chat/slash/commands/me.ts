import type { SlashCommand } from '../slash-command.ts';

export const me: SlashCommand = {
  usage: '/me ACTION',
  description: 'send an action: * ada waves',
  argument: 'required',
};
