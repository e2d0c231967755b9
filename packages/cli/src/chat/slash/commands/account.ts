import type { SlashCommand } from '../slash-command.ts';

export const account: SlashCommand = {
  name: 'account',
  usage: '/account',
  description: 'show how to change your password or delete your account',
  argument: 'optional',
  // Not in the chat, because both need the password: typed text is visible, stored as a draft and easily sent.
  run: (context) =>
    context.showStatus(
      'In a shell: securechat account password changes your password, securechat account delete deletes your account. Do not type a password here.',
    ),
};
