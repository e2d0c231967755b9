import type { SlashCommand } from '../slash-command.ts';

export const password: SlashCommand = {
  name: 'password',
  usage: '/password',
  description: 'show how to change your password',
  argument: 'optional',
  // Not here: what is typed in a chat is shown, kept as a draft and easily sent.
  run: (context) => context.showStatus('Change your password in a shell: securechat password. Do not type it here.'),
};
