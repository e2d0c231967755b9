import type { SlashCommand } from '../slash-command.ts';

export const password: SlashCommand = {
  name: 'password',
  usage: '/password',
  description: 'show how to change your password',
  argument: 'optional',
  // Not in the chat: typed text is visible, stored as a draft and easily sent.
  run: (context) => context.showStatus('Change your password in a shell: securechat password. Do not type it here.'),
};
